package io.keycloakpbx.benchmarks.tenants;

/** Takes a drawing; in pixels from the upper left corner. Colours are written as in HTML, {@code #1f77b4}. */
interface Canvas {

    /** Where a text is from its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(double fromX, double fromY, double toX, double toY, String colour, double width);

    void dot(double x, double y, double radius, String colour);

    /** @param y of the line that the letters stand on */
    void text(double x, double y, Anchor anchor, String text);
}
