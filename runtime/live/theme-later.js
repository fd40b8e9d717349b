// @ts-check
/**
 * The theme fetches its search's worker and index, by far the largest part of a page, and the list of all pages as soon as the page is
 * there. This comes before the theme's script and holds the search's back until a reader comes near it, the list until a reader moves.
 */
"use strict";
{
  const SEARCH = ".md-search, [for=__search]";
  const KEYS = ["f", "s", "/"];
  const TOUCHES = ["pointermove", "touchstart", "wheel", "scroll"];
  /** @type {(() => void)[]} */
  const held = [];
  /** @type {(() => void)[]} */
  const listed = [];
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

  const moving = new AbortController();
  const move = () => {
    moving.abort();
    listed.splice(0).forEach((go) => go());
  };
  for (const type of [...TOUCHES, "keydown", "focusin"]) {
    window.addEventListener(type, move, { capture: true, passive: true, signal: moving.signal });
  }

  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const indexes = new WeakSet();
  /** @type {WeakSet<XMLHttpRequest>} */
  const lists = new WeakSet();
  XMLHttpRequest.prototype.open = function (/** @type {any[]} */ ...given) {
    if (/\/search\/search_index\.json$/.test(String(given[1]))) indexes.add(this);
    if (/\/sitemap\.xml$/.test(String(given[1]))) lists.add(this);
    return open.apply(this, /** @type {any} */ (given));
  };
  XMLHttpRequest.prototype.send = function (body) {
    const go = () => send.call(this, body);
    if (!wanted && indexes.has(this)) held.push(go);
    else if (!moving.signal.aborted && lists.has(this)) listed.push(go);
    else go();
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
  /** @param {string | URL} url @param {WorkerOptions} [options] */
  const Held = function (url, options) {
    return !wanted && /\/workers\/search\./.test(String(url)) ? new Later(url, options) : new Now(url, options);
  };
  Held.prototype = Now.prototype;
  window.Worker = /** @type {any} */ (Held);
}
