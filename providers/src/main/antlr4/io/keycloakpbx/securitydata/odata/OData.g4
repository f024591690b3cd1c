/* The expressions of $filter (OData 3, URI conventions 10.2.3.6). The order of the alternatives is their precedence. */
grammar OData;

filter
    : expression EOF
    ;

expression
    : OPEN expression CLOSE                                             # parentheses
    | NAME OPEN (expression (COMMA expression)*)? CLOSE                 # call
    | NAME                                                              # property
    | literal                                                           # value
    | MINUS expression                                                  # negation
    | NOT expression                                                    # not
    | expression operator=(MUL | DIV | MOD) expression                  # arithmetic
    | expression operator=(ADD | SUB) expression                        # arithmetic
    | expression operator=(LT | LE | GT | GE) expression                # comparison
    | expression operator=(EQ | NE) expression                          # comparison
    | expression AND expression                                         # and
    | expression OR expression                                          # or
    ;

literal
    : NULL | TRUE | FALSE | INTEGER | DECIMAL | STRING | DATETIME | DATETIMEOFFSET | GUID
    ;

OPEN  : '(' ;
CLOSE : ')' ;
COMMA : ',' ;
MINUS : '-' ;
NOT   : 'not' ;
MUL   : 'mul' ;
DIV   : 'div' ;
MOD   : 'mod' ;
ADD   : 'add' ;
SUB   : 'sub' ;
LT    : 'lt' ;
LE    : 'le' ;
GT    : 'gt' ;
GE    : 'ge' ;
EQ    : 'eq' ;
NE    : 'ne' ;
AND   : 'and' ;
OR    : 'or' ;
NULL  : 'null' ;
TRUE  : 'true' ;
FALSE : 'false' ;

INTEGER        : DIGITS [Ll]? ;
DECIMAL        : DIGITS '.' DIGITS EXPONENT? [MmDdFf]? | DIGITS EXPONENT? [MmDdFf] | DIGITS EXPONENT ;
STRING         : QUOTED ;
DATETIME       : 'datetime' QUOTED ;
DATETIMEOFFSET : 'datetimeoffset' QUOTED ;
GUID           : 'guid' QUOTED ;
NAME           : [A-Za-z_] [A-Za-z0-9_]* ;
SPACE          : [ \t\r\n]+ -> skip ;

fragment DIGITS   : [0-9]+ ;
fragment EXPONENT : [Ee] [+-]? DIGITS ;
fragment QUOTED   : '\'' (~['] | '\'\'')* '\'' ;
