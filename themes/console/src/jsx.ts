// What JSX is turned into (build.mjs): the console's import map has `react`, and no `react/jsx-runtime`.
import * as React from "react";

export { React };
