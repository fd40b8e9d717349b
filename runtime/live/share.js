// @ts-check
/**
 * What a reader takes away of a calculator's answer: Python words it, this shows it in a dialog, copies it and saves it.
 *
 * @typedef {import("./messages.js").Request} Request
 */
import { unprinted } from "./parts.js";
import { ask } from "./python.js";
import { copy, select } from "./status.js";

const COPIED = 3000;
/** How long a print waits for what paper shows, at most and at a time. */
const LONGEST = 5000;
const WHILE = 50;

let unsaying = 0;

/**
 * Whether there was an answer to share: a form that can't be read has none.
 * @param {HTMLElement} element a calculator @param {Omit<Request, "share">} asked its question @param {string} prefix of its names in the address
 */
export async function share(element, asked, prefix) {
  const reply = await ask({ ...asked, share: { ...place(), prefix } });
  if (reply.state !== "ok" || reply.html === undefined) return false;
  document.querySelector("dialog.share")?.remove();
  // Escaped by Python, as every answer is.
  element.insertAdjacentHTML("beforeend", reply.html);
  const dialog = element.querySelector("dialog.share");
  if (!(dialog instanceof HTMLDialogElement)) return false;
  dialog.onclick = (event) => press(dialog, /** @type {HTMLElement} */ (event.target));
  dialog.onclose = () => dialog.remove();
  if (document.body.classList.contains("embed")) await inSight(dialog);
  dialog.showModal();
  // Little of the frame may be seen.
  dialog.scrollIntoView({ block: "nearest" });
  return true;
}

/** A frame that is as high as its content shows a part of it: the dialog stands in that part. @param {HTMLElement} dialog */
function inSight(dialog) {
  return new Promise((resolve) => {
    const watcher = new IntersectionObserver(([{ intersectionRect: seen }]) => {
      watcher.disconnect();
      dialog.style.setProperty("--seen-from", `${seen.top + window.scrollY}px`);
      dialog.style.setProperty("--seen", `${seen.height}px`);
      resolve(undefined);
    });
    watcher.observe(document.body);
  });
}

/** Where the answer stands. */
function place() {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const reports = document.querySelector("meta[name=repository]")?.getAttribute("content") ?? "";
  return { address: window.location.href, site: new URL("../../", import.meta.url).href, today, reports };
}

/** @param {HTMLDialogElement} dialog @param {HTMLElement} target */
function press(dialog, target) {
  if (target === dialog) return dialog.close();
  const button = target.closest("button");
  const act = button?.dataset.share;
  const code = button?.closest(".share-item")?.querySelector("code");
  const text = code?.textContent ?? "";
  if (act === "close") dialog.close();
  if (act === "copy" && code) copyOrSelect(code, text, dialog);
  if (act === "save") save(text, button?.dataset.name ?? "");
  if (act === "print") {
    const calculator = dialog.parentElement;
    dialog.close();
    print(calculator);
  }
}

/** What paper shows is asked for as soon as a reader rests, which one who prints at once hasn't done yet. @param {Element | null} calculator */
async function print(calculator) {
  const until = performance.now() + LONGEST;
  while (calculator && unprinted(calculator).length && performance.now() < until) {
    await new Promise((resolve) => window.setTimeout(resolve, WHILE));
  }
  window.print();
}

/** @param {Element} code @param {string} text @param {HTMLDialogElement} dialog */
async function copyOrSelect(code, text, dialog) {
  const copied = await copy(text, dialog);
  if (!copied) select(code);
  const note = /** @type {HTMLElement | null} */ (dialog.querySelector("[role=status]"));
  if (!note) return;
  note.textContent = (copied ? note.dataset.copied : note.dataset.uncopied) ?? "";
  window.clearTimeout(unsaying);
  // What is still to be done stays.
  if (copied) unsaying = window.setTimeout(() => (note.textContent = ""), COPIED);
}

/** @param {string} text @param {string} name */
function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
