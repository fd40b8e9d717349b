// @ts-check
/**
 * On the page that says there is no such page: the pages whose addresses come nearest to the one that was asked for. Many hosts know one such
 * page for the whole site; where the address is of another language, that language's page is put in.
 */
const MOST = 5;
const ENOUGH = 0.3;
const SITE = new URL("../../", import.meta.url).href;

/** Every three letters of an address in a row. @param {string} path */
function threes(path) {
  const text = ` ${decodeURIComponent(path).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
  return new Set([...text].map((_, at) => text.slice(at, at + 3)).filter((three) => three.length === 3));
}

/** How much two addresses have in common, from 0 to 1. @param {Set<string>} one @param {Set<string>} other */
function likeness(one, other) {
  const shared = [...one].filter((three) => other.has(three)).length;
  return (2 * shared) / (one.size + other.size || 1);
}

/** The pages of a list that are like enough. @param {string} address */
async function pages(address) {
  const list = new URL(address, location.href);
  const root = new URL("./", list).pathname;
  const asked = threes(location.pathname.startsWith(root) ? location.pathname.slice(root.length) : location.pathname);
  const read = new DOMParser().parseFromString(await (await fetch(list)).text(), "text/xml").querySelectorAll("loc");
  const listed = [...read].map((page) => new URL(page.textContent ?? "").pathname);
  // The list names the published address; here the site may stand elsewhere.
  const home = Math.min(...listed.map((path) => path.length));
  return listed
    .map((path) => path.slice(home))
    .map((path) => ({ href: new URL(path, list).href, like: likeness(asked, threes(path)) }))
    .filter(({ like }) => like >= ENOUGH);
}

/** Puts in what the page of the address's own language says, if that isn't this one. @param {string[]} lists */
async function translate(lists) {
  const folder = lists
    .map((list) => new URL("./", new URL(list, location.href)).href)
    .find((each) => each !== SITE && location.href.startsWith(each));
  const article = document.querySelector("article");
  if (!folder || !article) return;
  const answer = await fetch(new URL("404.html", folder));
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { lang } = read.documentElement;
  const theirs = read.querySelector(".lost")?.closest("article");
  if (!answer.ok || !theirs || lang === document.documentElement.lang) return;
  article.replaceChildren(...theirs.childNodes);
  article.lang = lang;
  document.title = read.title;
  document.querySelector("title")?.setAttribute("lang", lang);
}

const here = () => /** @type {HTMLElement | null} */ (document.querySelector(".lost"));

async function look() {
  const lists = here()?.dataset.lists?.split(" ").filter(Boolean) ?? [];
  await translate(lists).catch(() => {});
  const place = here();
  const found = (await Promise.all(lists.map(pages))).flat().sort((a, b) => b.like - a.like).slice(0, MOST);
  for (const { href } of found) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = decodeURIComponent(href.slice(SITE.length));
    const item = document.createElement("li");
    item.append(link);
    place?.querySelector("ul")?.append(item);
  }
  if (place) place.hidden = found.length === 0;
}

look().catch(() => {});
