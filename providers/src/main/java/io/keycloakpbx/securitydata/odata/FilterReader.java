package io.keycloakpbx.securitydata.odata;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** Looks at the names and types of a filter, and calculates what is the same for all entities. */
final class FilterReader extends ODataBaseVisitor<Node> {

    /** Beyond what parentheses and signs nest. */
    private static final int DEPTH = 250;

    /** How often as long a text can become by a replacement. */
    private static final int GROWTH = 10;

    /** The most texts that are put together: each may be a large one. */
    private static final int CONCATS = 20;

    private static final Row NO_ROW = name -> {
        throw new IllegalStateException(name);
    };

    private final EntityType<?> entities;
    private int depth;
    private int concats;
    private boolean replacing;

    private FilterReader(EntityType<?> entities) {
        this.entities = entities;
    }

    static Condition read(String text, EntityType<?> entities) {
        ODataParser.ExpressionContext expression = Syntax.filter(text);
        return new FilterReader(entities).condition(expression, expression.getStart(), "A filter is");
    }

    @Override
    public Node visit(ParseTree tree) {
        if (++depth > DEPTH) {
            throw ODataException.invalid("$filter is nested too deep.");
        }
        Node node = super.visit(tree);
        depth--;
        return node;
    }

    private static ODataException wrong(Token token, String message) {
        return Syntax.wrong("$filter", token, message);
    }

    private Term term(ODataParser.ExpressionContext expression) {
        Node node = visit(expression);
        if (node instanceof Term term) {
            return term;
        }
        return node instanceof Condition.Always always
                ? new Constant(Type.BOOLEAN, always.value())
                : new Term.Truth((Condition) node);
    }

    private Condition condition(ODataParser.ExpressionContext expression, Token at, String who) {
        Node node = visit(expression);
        if (node instanceof Condition condition) {
            return condition;
        }
        Term term = (Term) node;
        if (term.type() == Type.NULL) {
            return new Condition.Always(false);
        }
        if (term.type() != Type.BOOLEAN) {
            throw wrong(at, who + " a condition, not " + term.type() + ".");
        }
        return truth(term);
    }

    /** Where a boolean is true. */
    private static Condition truth(Term term) {
        if (term instanceof Constant constant) {
            return new Condition.Always((Boolean) constant.value());
        }
        return term instanceof Term.Truth truth ? truth.condition() : new Condition.Holds((Term.Named) term);
    }

    @Override
    public Node visitParentheses(ODataParser.ParenthesesContext parentheses) {
        return visit(parentheses.expression());
    }

    @Override
    public Node visitProperty(ODataParser.PropertyContext property) {
        String name = property.getText();
        return new Term.Named(
                name,
                Type.of(entities.property(name)
                        .orElseThrow(() ->
                                ODataException.invalid("Unknown property " + ODataException.shortened(name) + "."))
                        .type()));
    }

    @Override
    public Node visitValue(ODataParser.ValueContext value) {
        return Literal.constant("$filter", value.getStart(), false);
    }

    @Override
    public Node visitNegation(ODataParser.NegationContext negation) {
        if (negation.expression() instanceof ODataParser.ValueContext value && isNumber(value.getStart())) {
            return Literal.constant("$filter", value.getStart(), true);
        }
        return arithmetic(
                Term.Sign.SUB,
                new Constant(Type.INTEGER, 0L),
                term(negation.expression()),
                negation.MINUS().getSymbol());
    }

    private static boolean isNumber(Token token) {
        return token.getType() == ODataLexer.INTEGER || token.getType() == ODataLexer.DECIMAL;
    }

    @Override
    public Node visitNot(ODataParser.NotContext not) {
        return not(condition(not.expression(), not.NOT().getSymbol(), "not takes"));
    }

    private static Condition not(Condition condition) {
        return condition instanceof Condition.Always always
                ? new Condition.Always(!always.value())
                : new Condition.Not(condition);
    }

    @Override
    public Node visitAnd(ODataParser.AndContext and) {
        Deque<Condition> parts = new ArrayDeque<>();
        ODataParser.ExpressionContext rest = and;
        Token operator = and.AND().getSymbol();
        // They nest to the left, as many as there are.
        while (rest instanceof ODataParser.AndContext nested) {
            operator = nested.AND().getSymbol();
            parts.addFirst(condition(nested.expression(1), operator, "and takes"));
            rest = nested.expression(0);
        }
        parts.addFirst(condition(rest, operator, "and takes"));
        return new Condition.And(parts.stream()
                .flatMap(part -> part instanceof Condition.And inner ? inner.parts().stream() : Stream.of(part))
                .toList());
    }

    @Override
    public Node visitOr(ODataParser.OrContext or) {
        Deque<Condition> parts = new ArrayDeque<>();
        ODataParser.ExpressionContext rest = or;
        Token operator = or.OR().getSymbol();
        while (rest instanceof ODataParser.OrContext nested) {
            operator = nested.OR().getSymbol();
            parts.addFirst(condition(nested.expression(1), operator, "or takes"));
            rest = nested.expression(0);
        }
        parts.addFirst(condition(rest, operator, "or takes"));
        return new Condition.Or(List.copyOf(parts));
    }

    @Override
    public Node visitArithmetic(ODataParser.ArithmeticContext arithmetic) {
        Term.Sign sign =
                switch (arithmetic.operator.getType()) {
                    case ODataLexer.MUL -> Term.Sign.MUL;
                    case ODataLexer.DIV -> Term.Sign.DIV;
                    case ODataLexer.MOD -> Term.Sign.MOD;
                    case ODataLexer.ADD -> Term.Sign.ADD;
                    default -> Term.Sign.SUB;
                };
        return arithmetic(sign, term(arithmetic.expression(0)), term(arithmetic.expression(1)), arithmetic.operator);
    }

    private static Term arithmetic(Term.Sign sign, Term left, Term right, Token at) {
        for (Term side : List.of(left, right)) {
            if (side.type() == Type.NULL) {
                return Constant.NULL;
            }
            if (side.type() != Type.INTEGER) {
                throw wrong(at, at.getText() + " takes whole numbers, not " + side.type() + ".");
            }
        }
        if ((sign == Term.Sign.DIV || sign == Term.Sign.MOD) && right.range().equals(Range.of(0))) {
            throw wrong(at, at.getText() + " by 0.");
        }
        try {
            Term result = Term.Arithmetic.of(sign, left, right);
            return left instanceof Constant && right instanceof Constant
                    ? new Constant(Type.INTEGER, result.value(NO_ROW))
                    : result;
        } catch (ArithmeticException e) {
            throw wrong(at, "the result of " + at.getText() + " can be too large.");
        }
    }

    @Override
    public Node visitCall(ODataParser.CallContext call) {
        String name = call.NAME().getText();
        Token at = call.NAME().getSymbol();
        return switch (name) {
            case "substringof" -> {
                List<Term> arguments = arguments(call, List.of(Type.STRING, Type.STRING), false);
                yield match(Condition.Place.ANYWHERE, arguments.get(1), arguments.get(0));
            }
            case "startswith" -> {
                List<Term> arguments = arguments(call, List.of(Type.STRING, Type.STRING), false);
                yield match(Condition.Place.START, arguments.get(0), arguments.get(1));
            }
            case "endswith" -> {
                List<Term> arguments = arguments(call, List.of(Type.STRING, Type.STRING), false);
                yield match(Condition.Place.END, arguments.get(0), arguments.get(1));
            }
            default ->
                function(
                        Function.named(name)
                                .orElseThrow(
                                        () -> wrong(at, "unknown function " + ODataException.shortened(name) + ".")),
                        call,
                        at);
        };
    }

    private static Condition match(Condition.Place place, Term text, Term part) {
        if (text.type() == Type.NULL || part.type() == Type.NULL) {
            return new Condition.Always(false);
        }
        Condition match = new Condition.Match(place, text, part);
        return text instanceof Constant && part instanceof Constant ? new Condition.Always(match.holds(NO_ROW)) : match;
    }

    private Term function(Function function, ODataParser.CallContext call, Token at) {
        boolean replace = function == Function.REPLACE;
        if (replace && replacing) {
            throw wrong(at, "replace is in another replace.");
        }
        if (function == Function.CONCAT && ++concats > CONCATS) {
            throw ODataException.invalid("$filter has more than " + CONCATS + " concats.");
        }
        replacing |= replace;
        List<Term> arguments = arguments(call, function.parameters(), function == Function.SUBSTRING);
        replacing &= !replace;
        if (arguments.stream().anyMatch(argument -> argument.type() == Type.NULL)) {
            return Constant.NULL;
        }
        if (replace) {
            requireSmallReplacement(arguments, at);
        }
        if (function == Function.SUBSTRING) {
            List<Term> places = new ArrayList<>(arguments.subList(1, arguments.size()));
            if (places.stream().anyMatch(place -> place.range().isBelow(Range.TEXT))) {
                throw wrong(at, "substring takes numbers from 0.");
            }
            if (places.stream().anyMatch(place -> Range.TEXT.isBelow(place.range()))) {
                throw wrong(at, "substring takes numbers up to " + Range.TEXT.most() + ".");
            }
        }
        Term result = new Term.Call(function, arguments);
        return arguments.stream().allMatch(Constant.class::isInstance)
                ? new Constant(function.result(), result.value(NO_ROW))
                : result;
    }

    /** What grows with each replacement must not grow beyond all bounds. */
    private static void requireSmallReplacement(List<Term> arguments, Token at) {
        if (!(arguments.get(1) instanceof Constant what
                && arguments.get(2) instanceof Constant by
                && !((String) what.value()).isEmpty()
                && ((String) by.value()).length() <= GROWTH * ((String) what.value()).length())) {
            throw wrong(
                    at,
                    "replace takes two literals, the first not empty and the second at most " + GROWTH
                            + " times as long.");
        }
    }

    private List<Term> arguments(ODataParser.CallContext call, List<Type> parameters, boolean lastMayLack) {
        Token at = call.NAME().getSymbol();
        String name = at.getText();
        int given = call.expression().size();
        if (given != parameters.size() && !(lastMayLack && given == parameters.size() - 1)) {
            throw wrong(
                    at,
                    name + " takes " + (lastMayLack ? parameters.size() - 1 + " or " : "") + parameters.size()
                            + (parameters.size() == 1 ? " argument" : " arguments") + ", not " + given + ".");
        }
        List<Term> arguments = new ArrayList<>(given);
        for (ODataParser.ExpressionContext expression : call.expression()) {
            Term argument = term(expression);
            Type parameter = parameters.get(arguments.size());
            if (argument.type() != parameter && argument.type() != Type.NULL) {
                throw wrong(
                        expression.getStart(), name + " takes " + parameter + " here, not " + argument.type() + ".");
            }
            arguments.add(argument);
        }
        return List.copyOf(arguments);
    }

    @Override
    public Node visitComparison(ODataParser.ComparisonContext comparison) {
        Operator operator =
                switch (comparison.operator.getType()) {
                    case ODataLexer.LT -> Operator.LT;
                    case ODataLexer.LE -> Operator.LE;
                    case ODataLexer.GT -> Operator.GT;
                    case ODataLexer.GE -> Operator.GE;
                    case ODataLexer.EQ -> Operator.EQ;
                    default -> Operator.NE;
                };
        return compare(operator, term(comparison.expression(0)), term(comparison.expression(1)), comparison.operator);
    }

    private static Condition compare(Operator operator, Term left, Term right, Token at) {
        if (left.type() == Type.NULL || right.type() == Type.NULL) {
            return compareWithNull(operator, left.type() == Type.NULL ? right : left);
        }
        if (left.type() != right.type()
                && !(left.type().isNumber() && right.type().isNumber())) {
            throw wrong(at, at.getText() + " compares " + left.type() + " with " + right.type() + ".");
        }
        if (operator != Operator.EQ && operator != Operator.NE && !left.type().hasOrder()) {
            throw wrong(at, at.getText() + " does not compare " + left.type() + ".");
        }
        if (!(left instanceof Constant)) {
            return compareInOrder(operator, left, right);
        }
        return right instanceof Constant
                ? new Condition.Always(new Condition.Comparison(operator, left, right).holds(NO_ROW))
                : compareInOrder(operator.turned(), right, left);
    }

    private static Condition compareWithNull(Operator operator, Term other) {
        Condition absent = other instanceof Constant || other instanceof Term.Truth
                ? new Condition.Always(other.type() == Type.NULL)
                : new Condition.Absent(other);
        return switch (operator) {
            case EQ -> absent;
            case NE -> not(absent);
            default -> new Condition.Always(false);
        };
    }

    /** With the literal on the right side. */
    private static Condition compareInOrder(Operator operator, Term left, Term right) {
        return switch (left.type()) {
            case BOOLEAN -> compareBooleans(operator, left, right);
            case INTEGER ->
                right.type() == Type.DECIMAL
                        ? compareWithFraction(operator, left, (BigDecimal) ((Constant) right).value())
                        : compareIntegers(operator, left, right);
            default -> new Condition.Comparison(operator, left, right);
        };
    }

    private static Condition compareBooleans(Operator operator, Term left, Term right) {
        if (right instanceof Constant constant && left instanceof Term.Truth truth) {
            return (operator == Operator.EQ) == (Boolean) constant.value() ? truth.condition() : not(truth.condition());
        }
        if (right instanceof Constant constant && (Boolean) constant.value()) {
            return operator == Operator.EQ ? truth(left) : not(truth(left));
        }
        return new Condition.Comparison(operator, left, right);
    }

    private static Condition compareWithFraction(Operator operator, Term left, BigDecimal fraction) {
        if (operator == Operator.EQ || operator == Operator.NE) {
            return new Condition.Always(operator == Operator.NE);
        }
        long below = fraction.setScale(0, RoundingMode.FLOOR).longValueExact();
        return compareIntegers(operator.withUnitBelow(), left, new Constant(Type.INTEGER, below));
    }

    private static Condition compareIntegers(Operator operator, Term left, Term right) {
        boolean below = left.range().isBelow(right.range());
        if (!below && !right.range().isBelow(left.range())) {
            return new Condition.Comparison(operator, left, right);
        }
        if (!operator.holds(below ? -1 : 1)) {
            return new Condition.Always(false);
        }
        if (operator == Operator.NE) {
            return new Condition.Always(true);
        }
        List<Condition> present = new ArrayList<>(List.of(not(new Condition.Absent(left))));
        if (!(right instanceof Constant)) {
            present.add(not(new Condition.Absent(right)));
        }
        return new Condition.And(List.copyOf(present));
    }

    /** What the grammar knows, and this class does not. */
    @Override
    protected Node defaultResult() {
        throw new IllegalStateException("no expression");
    }
}
