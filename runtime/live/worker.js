// @ts-check
/// <reference lib="webworker" />
/** Python for the calculators, after worker-start.js and in the same scope. Nothing of a reader's own ever runs here. */
"use strict";
/** @type {any} */ (self).serve((/** @type {any} */ python) => {
  /** How long no question has come before the rehearsal begins: a reader who types on warms the code up alone, and one who leaves needs none. */
  const REST = 500;
  /** @type {{render_json: (request: string) => string, rehearse: (request: string, turn: number) => boolean}} */
  const entry = python.pyimport("calculators.entry");
  const { render_json, rehearse } = entry;
  let turn = 0;
  let timer = 0;

  return (/** @type {{number: number, request: string}} */ { number, request }) => {
    self.postMessage({ kind: "reply", number, reply: render_json(request) });
    clearTimeout(timer);
    if (turn < 0) return;
    // One turn at a time: a reader's next question comes between two of them.
    const next = () => {
      turn = rehearse(request, turn) ? turn + 1 : -1;
      if (turn > 0) timer = self.setTimeout(next);
    };
    timer = self.setTimeout(next, REST);
  };
});
