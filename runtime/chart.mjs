// Vega-Lite with its compiler, Vega and what they stand on; their licences are added when it is bundled.
// Draws a chart that the build didn't know, in a worker without network: expressions are read as data instead of being run as code.
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { parse } from "vega-parser";
import * as tx from "vega-transforms";
import { View } from "vega-view";
import * as vtx from "vega-view-transforms";

Object.assign(transforms, tx, vtx, encode);

const refuse = async () => {
  throw new Error("a chart has no way to a network");
};
// A refusal that Vega's writer of SVG doesn't expect: it goes on with what it gets.
const nowhere = async () => ({});
const silent = { level: () => silent, error: () => silent, warn: () => silent, info: () => silent, debug: () => silent };

/** @param {string} text Vega-Lite's JSON @returns {Promise<string>} SVG */
export async function draw(text) {
  const { spec } = compile(JSON.parse(text), { logger: silent });
  const view = new View(parse(spec, null, { ast: true }), {
    renderer: "none",
    expr: expressionInterpreter,
    logger: silent,
    loader: { load: refuse, sanitize: nowhere, http: refuse, file: refuse },
  });
  return view.toSVG();
}
