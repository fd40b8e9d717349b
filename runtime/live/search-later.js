// @ts-check
/**
 * The theme fetches its search's worker and index, by far the largest part of a page, as soon as the page is there. This comes before
 * the theme's script and holds both back until a reader comes near the search.
 */
"use strict";
{
  const SEARCH = ".md-search, [for=__search]";
  const KEYS = ["f", "s", "/"];
  /** @type {(() => void)[]} */
  const held = [];
  const listening = new AbortController();
  let wanted = /[?&]q=/.test(window.location.search);

  const release = () => {
    wanted = true;
    listening.abort();
    held.splice(0).forEach((go) => go());
  };

  /** @param {Event} event */
  const near = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event instanceof KeyboardEvent ? KEYS.includes(event.key) : target?.closest(SEARCH)) release();
  };
  for (const type of ["pointerover", "pointerdown", "focusin", "keydown"]) {
    window.addEventListener(type, near, { capture: true, passive: true, signal: listening.signal });
  }

  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const indexes = new WeakSet();
  XMLHttpRequest.prototype.open = function (/** @type {any[]} */ ...given) {
    if (/\/search\/search_index\.json$/.test(String(given[1]))) indexes.add(this);
    return open.apply(this, /** @type {any} */ (given));
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (wanted || !indexes.has(this)) send.call(this, body);
    else held.push(() => send.call(this, body));
  };

  /** Stands for the search's worker until there has to be one. */
  class Later extends EventTarget {
    /** @type {any[]} */
    messages = [];
    /** @type {Worker | null} */
    worker = null;

    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super();
      held.push(() => {
        this.worker = new Now(url, options);
        this.worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
        for (const message of this.messages.splice(0)) this.worker.postMessage(message);
      });
    }

    /** @param {any} message */
    postMessage(message) {
      if (this.worker) this.worker.postMessage(message);
      else this.messages.push(message);
    }
  }

  const Now = window.Worker;
  window.Worker = /** @type {any} */ (
    class {
      /** @param {string | URL} url @param {WorkerOptions} [options] */
      constructor(url, options) {
        return !wanted && /\/workers\/search\./.test(String(url)) ? new Later(url, options) : new Now(url, options);
      }
    }
  );
}
