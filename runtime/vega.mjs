// Vega and what it stands on; their licences are added when it is bundled.
// What a map needs of Vega to be drawn: the runtime without the compiler, and expressions read as data instead of being run as code.
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import * as tx from "vega-transforms";
import * as vtx from "vega-view-transforms";

Object.assign(transforms, tx, vtx, encode);

export { expressionInterpreter } from "vega-interpreter";
export { parse } from "vega-parser";
export { View } from "vega-view";
