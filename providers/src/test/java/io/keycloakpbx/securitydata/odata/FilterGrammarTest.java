package io.keycloakpbx.securitydata.odata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.olingo.odata2.api.uri.expression.BinaryExpression;
import org.apache.olingo.odata2.api.uri.expression.CommonExpression;
import org.apache.olingo.odata2.api.uri.expression.ExpressionParserException;
import org.apache.olingo.odata2.api.uri.expression.MethodExpression;
import org.apache.olingo.odata2.api.uri.expression.UnaryExpression;
import org.apache.olingo.odata2.core.uri.expression.FilterParserImpl;

/** Filters are read as Olingo reads them. */
class FilterGrammarTest {

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void theSameTree(@ForAll long seed) throws Exception {
        String text = new RandomFilter(new Random(seed))
                .condition(5)
                .text()
                // It knows no day without a time, and is strict about the rest.
                .replaceAll("(datetime|datetimeoffset)'[^']*'", "datetime'2027-03-01T08:00:00'");
        Assume.that(text.length() <= 4000);
        assertThat(tree(Syntax.filter(text))).as(text).isEqualTo(tree(olingo(text)));
    }

    /** It looks at types too: it compares no null with null, and takes no place in a text that is of 64 bits. */
    private static CommonExpression olingo(String text) throws Exception {
        try {
            return new FilterParserImpl(null).parseFilterString(text).getExpression();
        } catch (ExpressionParserException e) {
            assertThat(e).hasMessageMatching("(?s).*(\"Edm.Null\"|No applicable method).*");
            Assume.that(false);
            throw e;
        }
    }

    private static String tree(ParseTree node) {
        if (node instanceof ODataParser.ParenthesesContext parentheses) {
            return tree(parentheses.expression());
        }
        if (node instanceof ODataParser.CallContext call) {
            return call.NAME()
                    + call.expression().stream()
                            .map(FilterGrammarTest::tree)
                            .collect(Collectors.joining(",", "(", ")"));
        }
        // A minus before digits is theirs, for the other parser.
        if (node instanceof ODataParser.NegationContext minus
                && minus.expression() instanceof ODataParser.ValueContext) {
            return minus.getText();
        }
        if (node.getChildCount() == 2) {
            return "[" + node.getChild(0) + " " + tree(node.getChild(1)) + "]";
        }
        return node.getChildCount() == 3
                ? "[" + tree(node.getChild(0)) + " " + node.getChild(1) + " " + tree(node.getChild(2)) + "]"
                : node.getText();
    }

    private static String tree(CommonExpression expression) {
        if (expression instanceof MethodExpression call) {
            return call.getMethod().toUriLiteral()
                    + call.getParameters().stream()
                            .map(FilterGrammarTest::tree)
                            .collect(Collectors.joining(",", "(", ")"));
        }
        if (expression instanceof UnaryExpression unary) {
            return "[" + unary.getOperator().toUriLiteral() + " " + tree(unary.getOperand()) + "]";
        }
        return expression instanceof BinaryExpression binary
                ? "[" + tree(binary.getLeftOperand()) + " "
                        + binary.getOperator().toUriLiteral() + " " + tree(binary.getRightOperand()) + "]"
                : expression.getUriLiteral();
    }
}
