// @ts-check
/// <reference lib="webworker" />
/** Draws one chart of a reader's own, in a worker of its own. A classic script after chart.js. */
"use strict";
self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ svg: await /** @type {any} */ (self).charts.draw(data) });
  } catch (fault) {
    self.postMessage({ fault: String(fault) });
  }
};
