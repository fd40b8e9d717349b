// @ts-check
/// <reference lib="webworker" />
/// <reference path="./service-shelf.js" />
/**
 * Keeps pages for when there is no network. As long as the shelf holds only what a reader has come by, the network is asked first and the
 * shelf for want of it. Once it holds the whole site it is what readers see, until they take the next version over; that one is complete
 * before it is offered.
 *
 * The build puts a line with `BUILD` and service-shelf.js in front: a service worker of one file is all that every browser takes.
 *
 * @typedef {"idle" | "saving" | "saved" | "failed"} State
 */
const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const HOME = scope.registration.scope;
const FOREVER = /\.[0-9a-f]{8,}\./;
// @ts-expect-error: the build's line
const { bytes: all } = BUILD;
// @ts-expect-error
const shelf = new Shelf(HOME, BUILD);
/** @type {Promise<void> | null} */
let saving = null;
let done = 0;

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(HOME)) event.respondWith(answer(event));
});

async function install() {
  // Where the network is asked first nobody's page changes under them.
  if (!(await shelf.inherit())) await scope.skipWaiting();
}

async function activate() {
  await shelf.clear(true);
  await scope.clients.claim();
}

/** @param {FetchEvent} event @returns {Promise<Response>} */
async function answer(event) {
  const { request } = event;
  const address = place(request.url);
  const forever = FOREVER.test(address);
  let cache, whole;
  try {
    [cache, whole] = [await shelf.open(), await shelf.isWhole()];
  } catch {
    return fetch(request);
  }
  const first = (whole || forever) && request.cache !== "reload" && (await cache.match(address));
  if (first) return first;
  try {
    const response = await fetch(request);
    // A whole version stays of one piece. That nothing more is kept where storage is full is no reason to give no answer.
    if (response.ok && (!whole || forever)) event.waitUntil(cache.put(address, plain(response.clone())).catch(() => {}));
    return response;
  } catch (fault) {
    const held = (await cache.match(address)) ?? (request.mode === "navigate" && (await instead(cache, request, whole)));
    if (held) return held;
    throw fault;
  }
}

/**
 * For what isn't there: the folder that was meant, or the nearest page that says so. Of a whole site every page is kept, and of its files for
 * programs none.
 * @param {Cache} cache @param {Request} request @param {boolean} whole
 */
async function instead(cache, request, whole) {
  const { href, pathname, search } = new URL(request.url);
  const status = whole && !/\.\w+$/.test(pathname) ? 404 : 503;
  const folder = `${place(href)}/`;
  if (await cache.match(folder)) return Response.redirect(folder + search);
  for (let above = new URL("./", href); above.href.startsWith(HOME); above = new URL("../", above)) {
    const page = await cache.match(new URL(`${status}.html`, above).href);
    if (page) return new Response(page.body, { status, headers: page.headers });
    if (above.href === HOME) break;
  }
  return undefined;
}

/** @param {State} state @param {string} [reason] */
async function tell(state, reason) {
  for (const client of await scope.clients.matchAll({ includeUncontrolled: true, type: "window" })) {
    client.postMessage({ state, reason, done, all });
  }
}

async function save() {
  done = 0;
  try {
    await shelf.save((bytes) => {
      done += bytes;
      tell("saving");
    });
    await tell("saved");
  } catch (fault) {
    const reasons = { QuotaExceededError: "full", SecurityError: "denied", NotAllowedError: "denied" };
    // A newer site may stand there by now; then its worker comes, and the next try keeps that one.
    scope.registration.update().catch(() => {});
    const { name } = /** @type {{name: keyof typeof reasons}} */ (fault);
    await tell("failed", reasons[name] ?? "network");
  }
}

/** What pages ask for. */
const ACTIONS = {
  /** @param {string[]} addresses */
  keep: (addresses) => shelf.keep(addresses),
  save: () => (saving ??= save().finally(() => (saving = null))),
  // Never in the middle of a save, which would then end as if all were kept.
  remove: () => saving ?? shelf.clear().then(() => tell("idle")),
  state: async () => tell(saving ? "saving" : (await shelf.isWhole().catch(() => false)) ? "saved" : "idle"),
  "take-over": () => scope.skipWaiting(),
};

scope.addEventListener("message", (event) => {
  const { kind, addresses } = /** @type {{kind: keyof typeof ACTIONS, addresses: string[]}} */ (event.data);
  event.waitUntil(Promise.resolve(ACTIONS[kind]?.(addresses)));
});
