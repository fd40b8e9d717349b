// @ts-check
/// <reference lib="webworker" />
/**
 * Python for a reader's own code, and for nothing else: it runs in a worker of its own after worker-start.js, in the same scope. What
 * it sends is a reader's doing too, so the page believes nothing of it (reader.js, reader-output.js).
 */
"use strict";
/** @type {any} */ (self).serve((/** @type {any} */ python) => {
  const begin = python.pyimport("calculators.cells.session").session;
  let number = 0;
  /** @type {any} */
  let session;

  return (/** @type {{kind: "look" | "run", number: number, language: string, cell: string, source: string}} */ message) => {
    number = message.number;
    session ??= begin(message.language, (/** @type {string} */ piece) => self.postMessage({ kind: "piece", number, piece }));
    if (message.kind === "look") self.postMessage({ kind: "looked", number, needs: session.needs(message.source) });
    if (message.kind === "run") self.postMessage({ kind: "done", number, ok: session.run(message.cell, message.source) });
  };
});
