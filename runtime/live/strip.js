// @ts-check
/**
 * The strip of years is a date picker: a click, a drag or a key chooses a day, which is a text for the form like any other. Where a
 * day lies on the strip, and what the verdict of a day is, is Python's business; here a place becomes a day by proportion only.
 */

const DAY = 86_400_000;
/** So near to a change, in pixels, a pointer means that change: a pixel is some days wide. */
const NEAR = 5;

/** @param {string | undefined} iso */
const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
/** @param {number} day */
const text = (day) => new Date(day * DAY).toISOString().slice(0, 10);

export class Strip {
  /** What the field held before a finger came down: a scrolling one takes nothing along. @type {string | null} */
  #before = null;
  #output;
  #read;
  #choose;

  /**
   * @param {HTMLElement} output
   * @param {() => string} read what the field of the day holds
   * @param {(day: string, weight: "typed" | "commit") => void} choose
   * @param {AbortSignal} signal
   */
  constructor(output, read, choose, signal) {
    this.#output = output;
    this.#read = read;
    this.#choose = choose;
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown", "keyup"]) {
      output.addEventListener(type, this, { signal });
    }
  }

  /** @param {Event} event */
  handleEvent(event) {
    const slider = /** @type {Element} */ (event.target).closest(".strip-slider");
    if (!(slider instanceof HTMLElement)) return;
    if (event instanceof KeyboardEvent) this.#key(event, slider);
    else if (event instanceof PointerEvent) this.#point(event, slider);
  }

  /** @param {KeyboardEvent} event @param {HTMLElement} slider */
  #key(event, slider) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { first, last, on } = slider.dataset;
    const now = number(this.#read()) || number(on);
    const turns = this.#turns();
    /** @type {Record<string, number | undefined>} */
    const days = {
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      PageUp: turns.find((day) => day > now),
      PageDown: turns.findLast((day) => day < now),
      Home: number(first),
      End: number(last),
    };
    if (!(event.key in days)) return;
    event.preventDefault();
    const day = days[event.key];
    // One change for Back, however long a key is held.
    if (event.type === "keyup") this.#choose(this.#read(), "commit");
    else if (day !== undefined) this.#go(slider, day, "typed");
  }

  /** @param {PointerEvent} event @param {HTMLElement} slider */
  #point(event, slider) {
    if (event.type === "pointerdown") {
      if (event.button !== 0) return;
      event.preventDefault();
      slider.focus({ preventScroll: true });
      // One that came before this script and is told again has no pointer any more.
      if (event.isTrusted) slider.setPointerCapture(event.pointerId);
      this.#before = this.#read();
      if (event.pointerType !== "touch") this.#go(slider, this.#at(event, slider), "typed");
    } else if (this.#before === null) {
      return;
    } else if (event.type === "pointermove") {
      this.#go(slider, this.#at(event, slider), "typed");
    } else {
      if (event.type === "pointerup") this.#go(slider, this.#at(event, slider), "commit");
      else this.#choose(this.#before, "commit");
      this.#before = null;
    }
  }

  /** The days of the changes, in order. */
  #turns() {
    const bands = /** @type {Iterable<SVGElement>} */ (this.#output.querySelectorAll(".strip-band"));
    return [...bands].map((band) => number(band.dataset.from));
  }

  /** @param {PointerEvent} event @param {HTMLElement} slider */
  #at(event, slider) {
    const { left, width } = slider.getBoundingClientRect();
    const [first, days] = extent(slider);
    const pointed = first + Math.floor(((event.clientX - left) / width) * days);
    const near = this.#turns().find((day) => Math.abs(left + ((day - first) / days) * width - event.clientX) <= NEAR);
    return near ?? pointed;
  }

  /** @param {HTMLElement} slider @param {number} wanted @param {"typed" | "commit"} weight */
  #go(slider, wanted, weight) {
    const [first, days] = extent(slider);
    const day = Math.min(Math.max(wanted, first), first + days - 1);
    // The mark goes with the hand at once; Python writes its place, and what is read out, with the verdict.
    slider.querySelector(".strip-day")?.setAttribute("x", `${(((day - first + 0.5) / days) * 100).toFixed(3)}%`);
    if (weight === "commit" || text(day) !== this.#read()) this.#choose(text(day), weight);
  }
}

/** The strip's first day and how many it has. @param {HTMLElement} slider */
function extent({ dataset: { first, last } }) {
  return [number(first), number(last) - number(first) + 1];
}

/** The reader's own date, not Greenwich's. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
