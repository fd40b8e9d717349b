// @ts-check
/**
 * The theme's script wires the search, the colours and the navigation, which nobody needs before the first touch: it comes then. And what
 * it would fetch at once, the search's worker and index, by far the largest part of a page, waits until a reader comes near the search.
 */
import { SEARCH_KEYS } from "./index.js";

const PLACE = "script[data-theme]";
const SEARCH = ".md-search, [for=__search]";

/** @param {Event} [first] the touch that it comes with @returns {Promise<void>} */
export async function bring(first) {
  const place = /** @type {HTMLScriptElement | null} */ (document.querySelector(PLACE));
  if (!place) return;
  // By now a reader may be in the search already, whatever was touched first.
  const inside = document.activeElement?.closest(SEARCH) ?? null;
  hold(/[?&]q=/.test(window.location.search) || inside !== null || (first !== undefined && near(first)));
  await Promise.all(Array.from(document.head.querySelectorAll("link[rel=stylesheet]"), writtenOut));
  const script = document.createElement("script");
  script.src = place.dataset.theme ?? "";
  const there = stay(script);
  /** @type {Promise<void>} */
  const come = new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`The theme's script did not come: ${script.src}`));
    place.replaceWith(script);
  });
  await come.finally(there);
}

/**
 * The theme writes out every address in full, and a style sheet whose address is written is fetched anew: the page would stand there bare for
 * a moment. So another one takes its place, once it is there.
 * @param {Element} sheet
 */
function writtenOut(sheet) {
  const full = /** @type {HTMLLinkElement} */ (sheet.cloneNode());
  full.href = /** @type {HTMLLinkElement} */ (sheet).href;
  return new Promise((resolve) => {
    full.onload = () => resolve(sheet.remove());
    full.onerror = () => resolve(full.remove());
    sheet.after(full);
  });
}

/**
 * The theme fetches a page whose path it hasn't heard before and puts it in place of the one that is there. It has never heard this one's, so a
 * link within the page, or Back to a state of it, would take away what a reader has typed and run. The browser follows those by itself, until
 * the theme has brought a page.
 * @param {HTMLScriptElement} theme @returns {() => void} to be called when it is there
 */
function stay(theme) {
  const { pathname } = window.location;
  let brought = false;
  const { addEventListener } = window;
  window.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a") : null;
    if (brought || !link?.hash || link.target || link.origin !== window.location.origin || link.pathname !== pathname) return;
    const { search } = window.location;
    // Written out in full, it has lost what the address says by now.
    if (!link.search && search) link.search = search;
    // The theme leaves alone what has a target.
    if (link.search === search) link.target = "_self";
  }, { capture: true });
  /** @param {string} type @param {any} listener @param {any} options */
  window.addEventListener = (type, listener, options) => {
    const elsewhere = (/** @type {Event} */ event) => (brought || window.location.pathname !== pathname) && listener(event);
    addEventListener.call(window, type, type === "popstate" && document.currentScript === theme ? elsewhere : listener, options);
  };
  return () => {
    window.addEventListener = addEventListener;
    /** @type {any} */ (window).location$?.subscribe(() => (brought = true));
  };
}

/** @param {Event} event */
function near(event) {
  const target = event.target instanceof Element ? event.target : null;
  return event instanceof KeyboardEvent ? SEARCH_KEYS.includes(event.key) : Boolean(target?.closest(SEARCH));
}

/** @param {boolean} wanted whether the search is wanted already */
function hold(wanted) {
  if (wanted) return;
  /** @type {(() => void)[]} */
  const held = [];
  const listening = new AbortController();
  /** @param {Event} event */
  const release = (event) => {
    if (!near(event)) return;
    wanted = true;
    listening.abort();
    held.splice(0).forEach((go) => go());
  };
  for (const type of ["pointerover", "pointerdown", "focusin", "keydown"]) {
    window.addEventListener(type, release, { capture: true, passive: true, signal: listening.signal });
  }

  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const indexes = new WeakSet();
  XMLHttpRequest.prototype.open = function (/** @type {any[]} */ ...given) {
    if (/\/search\/search_index\.json$/.test(String(given[1]))) indexes.add(this);
    return open.apply(this, /** @type {any} */ (given));
  };
  XMLHttpRequest.prototype.send = function (body) {
    const go = () => send.call(this, body);
    if (!wanted && indexes.has(this)) held.push(go);
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
