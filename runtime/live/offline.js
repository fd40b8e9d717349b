// @ts-check
/**
 * `<live-offline>`: keeps the site for when there is no network, if the reader says so, and offers a newer one when it is there. Every
 * word stands in the page; this shows the ones that apply (`data-when`). Pages that were read are kept by the service worker unasked.
 *
 * @typedef {"idle" | "saving" | "saved" | "failed" | "unavailable"} State
 * @typedef {{state: State, reason?: "full" | "denied" | "network", done: number, all: number}} News
 */
const WORKER = new URL("../../service-worker.js", import.meta.url);
/** How long a tab may go without asking for a newer site, and a worker that fetches without hearing from anybody. */
const HOUR = 3_600_000;
const PULSE = 15_000;
const SOON = 1000;
/** No file of a page is longer under way than this. */
const WHILE = 60_000;

/** One for the tab: it outlasts instant navigation, which swaps the element. */
const news = new EventTarget();
/** @type {News} */
let now = { state: "idle", done: 0, all: 0 };
/** @type {ServiceWorkerRegistration | undefined} */
let registration;
/** Another tab has taken a newer site over. */
let taken = false;
let later = false;
let asked = false;
let begun = false;
let checked = Date.now();
let pulse = 0;

export class LiveOffline extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    news.addEventListener("news", () => this.#draw(), { signal });
    this.addEventListener("click", (event) => act(/** @type {Element} */ (event.target)), { signal });
    this.#draw();
    begin();
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #draw() {
    const { state, reason, done, all } = now;
    this.dataset.state = state;
    // Where not all is kept the network is asked first, and what is shown is as new as can be.
    const offered = (registration?.waiting || taken) && state === "saved" && !later ? "newer" : "";
    const here = [state, reason && `${state}-${reason}`, offered];
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-when]"))) {
      part.hidden = !part.dataset.when?.split(" ").some((when) => here.includes(when));
    }
    const bar = this.querySelector("progress");
    if (bar) [bar.max, bar.value] = [all || 1, done];
    for (const [name, bytes] of /** @type {const} */ ([["done", done], ["all", all]])) {
      for (const place of this.querySelectorAll(`[data-${name}]`)) place.textContent = all ? (bytes / 1e6).toFixed(1) : "…";
    }
  }
}

/** @param {Partial<News>} [change] */
function tell(change) {
  now = { ...now, reason: undefined, ...change };
  window.clearInterval(pulse);
  // Browsers end a worker that nobody speaks to; asked again it goes on where it was.
  if (now.state === "saving") pulse = window.setInterval(() => say("save"), PULSE);
  news.dispatchEvent(new Event("news"));
}

/** @param {string} kind @param {string[]} [addresses] */
function say(kind, addresses) {
  (navigator.serviceWorker.controller ?? registration?.active)?.postMessage({ kind, addresses });
}

/** @param {Element} target */
function act(target) {
  const action = target.closest("button")?.dataset.action;
  if (action === "save") {
    tell({ state: "saving", done: 0 });
    // Else the browser may clear it when it wants the room.
    navigator.storage?.persist?.().catch(() => {});
    say("save");
  }
  if (action === "remove") say("remove");
  if (action === "later") {
    later = true;
    tell(now);
  }
  if (action === "load") {
    asked = true;
    if (registration?.waiting) registration.waiting.postMessage({ kind: "take-over" });
    else window.location.reload();
  }
}

/** After everything that the reader waits for. */
function begin() {
  if (begun) return;
  begun = true;
  const come = () => register().catch(() => tell({ state: "unavailable" }));
  // A page that is never quite idle waits no longer than that.
  const go = () => (window.requestIdleCallback ? window.requestIdleCallback(come, { timeout: SOON }) : window.setTimeout(come));
  if (document.readyState === "complete") go();
  else window.addEventListener("load", go, { once: true });
}

async function register() {
  const { serviceWorker } = navigator;
  let alone = !serviceWorker.controller;
  const first = alone;
  registration = await serviceWorker.register(WORKER, { updateViaCache: "none" });
  serviceWorker.addEventListener("message", ({ data }) => tell(data));
  serviceWorker.addEventListener("controllerchange", () => {
    if (asked) window.location.reload();
    // This page goes on as it is until its reader agrees.
    taken ||= !alone && now.state === "saved";
    alone = false;
    tell(now);
  });
  registration.addEventListener("updatefound", () => {
    registration?.installing?.addEventListener("statechange", () => tell(now));
  });
  document.addEventListener("visibilitychange", lookForNewer);
  await serviceWorker.ready;
  say("keep", first ? [excuse(), window.location.href] : [excuse()]);
  if (first) makings();
  say(now.state === "saving" ? "save" : "state");
}

/** What this page is made of: it came before there was a worker to keep it, or was under way when it took over. */
function makings() {
  const watcher = new PerformanceObserver((list) => say("keep", list.getEntries().map(({ name }) => name)));
  watcher.observe({ type: "resource", buffered: true });
  window.setTimeout(() => watcher.disconnect(), WHILE);
}

/** The page that says, in this page's language, that another isn't here. */
function excuse() {
  const address = document.querySelector("live-offline")?.getAttribute("excuse") ?? "";
  return new URL(address, window.location.href).href;
}

function lookForNewer() {
  if (document.visibilityState !== "visible" || Date.now() - checked < HOUR) return;
  checked = Date.now();
  registration?.update().catch(() => {});
}
