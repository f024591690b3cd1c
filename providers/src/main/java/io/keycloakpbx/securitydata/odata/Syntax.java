package io.keycloakpbx.securitydata.odata;

import io.keycloakpbx.store.StorableText;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.LexerNoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Texts in the language of filters, and the bounds of what is read. Positions are counted from 1, in characters. */
final class Syntax {

    private static final int CHARACTERS = 4000;
    private static final int PARENTHESES = 50;
    private static final int SIGNS = 100;

    /** As the message names the text. */
    private final String what;

    private final CommonTokenStream tokens;

    private Syntax(String what, String text) {
        this.what = what;
        if (text.length() > CHARACTERS) {
            throw ODataException.invalid(what + " has more than " + CHARACTERS + " characters.");
        }
        if (!StorableText.is(text)) {
            throw ODataException.invalid(what + " has a character that no text has.");
        }
        ODataLexer lexer = new ODataLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                int start = ((LexerNoViableAltException) e).getStartIndex();
                int index = text.offsetByCodePoints(0, start);
                throw unexpected(start, Character.toString(text.codePointAt(index)));
            }
        });
        tokens = new CommonTokenStream(lexer);
        tokens.fill();
    }

    /** The words of a text that is named so in messages. */
    static CommonTokenStream words(String what, String text) {
        return new Syntax(what, text).tokens;
    }

    /** A filter, whose names and types are not looked at yet. */
    static ODataParser.ExpressionContext filter(String text) {
        Syntax syntax = new Syntax("$filter", text);
        syntax.requireBounds();
        ODataParser parser = new ODataParser(syntax.tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                Token token = (Token) symbol;
                throw token.getType() == Token.EOF
                        ? ODataException.invalid("$filter ends too early.")
                        : syntax.unexpected(token.getStartIndex(), token.getText());
            }
        });
        return parser.filter().expression();
    }

    /** What is nested deep would be read deep in the stack. */
    private void requireBounds() {
        int open = 0;
        int signs = 0;
        for (Token token : tokens.getTokens()) {
            switch (token.getType()) {
                case ODataLexer.OPEN -> open++;
                case ODataLexer.CLOSE -> open--;
                case ODataLexer.NOT, ODataLexer.MINUS -> signs++;
                default -> {
                    continue;
                }
            }
            if (open > PARENTHESES) {
                throw ODataException.invalid(what + " has parentheses more than " + PARENTHESES + " deep.");
            }
            if (signs > SIGNS) {
                throw ODataException.invalid(what + " has more than " + SIGNS + " signs and nots.");
            }
        }
    }

    /** What is wrong at a word. */
    static ODataException wrong(String what, Token token, String message) {
        return wrong(what, token.getStartIndex(), message);
    }

    private static ODataException wrong(String what, int index, String message) {
        return ODataException.invalid(what + ", position " + (index + 1) + ": " + message);
    }

    private ODataException unexpected(int index, String text) {
        return wrong(what, index, ODataException.shortened(text) + " is not expected here.");
    }
}
