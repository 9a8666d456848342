// One question at a time, in large type, with a timer. The question itself is moved into the view,
// fields and all, so that what is written there is written in the list. Alternatives come together.

let number = 0;
let place; // Stands where the question was.
let end = 0; // When the time is up, while the timer runs.
let left = 0; // Milliseconds left, while it does not.
let ticking;
let warned = false;

export function open(list) {
  const { find, phrase, make } = list;
  const questions = list.questions();
  const boxes = () => questions[number].map((item) => item.box);
  const dialog = find(".checklist-meeting");
  const control = (name) => find(`[data-meeting=${name}]`, dialog);
  const minutes = find("#checklist--minutes", dialog);
  const error = find("#checklist--minutes-error", dialog);
  const button = find("[data-do=timer]", dialog);
  const say = (text) => list.say(text, button);

  function putBack() {
    place?.replaceWith(...boxes());
    place = null;
  }

  function show(next, told = "") {
    const moved = find(".checklist-place", dialog).contains(document.activeElement);
    putBack();
    number = next;
    const [{ box, section, text }, ...others] = questions[number];
    place = make("div", { hidden: true });
    box.before(place);
    find(".checklist-place", dialog).append(...boxes());
    const position = phrase("meeting.position", { number: number + 1, all: questions.length });
    find(".checklist-position", dialog).textContent = `${position} · ${section}`;
    // A button that has the focus is not disabled under it: the focus would be lost.
    control("previous").setAttribute("aria-disabled", number === 0);
    control("next").setAttribute("aria-disabled", number === questions.length - 1);
    if (moved) control("next").focus();
    say(told && `${position}. ${others.length ? section : text}`);
    dialog.scrollTop = 0;
    reset();
  }

  function turn(by) {
    const next = number + by;
    if (next >= 0 && next < questions.length) show(next, "said");
  }

  /** The minutes asked for, or 0 with an error at the field. */
  function asked() {
    const value = /^\d{1,2}$/.test(minutes.value.trim()) ? Number(minutes.value) : 0;
    const right = value >= 1 && value <= 60;
    minutes.setAttribute("aria-invalid", !right);
    error.textContent = right ? "" : error.dataset.text;
    return right ? value : 0;
  }

  function display(milliseconds) {
    const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const clock = find(".checklist-clock", dialog);
    if (clock.textContent !== text) clock.textContent = text;
  }

  function stop() {
    clearInterval(ticking);
    ticking = undefined;
    button.textContent = phrase("timer.start");
  }

  // A new question has its own time; a timer that runs goes on running.
  function reset() {
    left = asked() * 60_000;
    warned = left <= 60_000;
    end = Date.now() + left;
    if (!left) stop();
    display(left);
    dialog.classList.remove("checklist-over");
  }

  // Only what matters is announced: not every second.
  function tick() {
    left = end - Date.now();
    display(left);
    if (left <= 0) {
      stop();
      dialog.classList.add("checklist-over");
      return say(phrase("timer.over"));
    }
    if (left <= 60_000 && !warned) {
      warned = true;
      say(phrase("timer.minute"));
    }
  }

  function toggle() {
    if (ticking) {
      left = end - Date.now();
      stop();
      return say(phrase("timer.paused"));
    }
    if (left <= 0) reset();
    if (!left) return minutes.focus();
    end = Date.now() + left;
    ticking = setInterval(tick, 200);
    button.textContent = phrase("timer.pause");
    say(phrase("timer.running", { minutes: minutes.value.trim() }));
  }

  control("close").onclick = () => dialog.close();
  control("previous").onclick = () => turn(-1);
  control("next").onclick = () => turn(1);
  button.onclick = toggle;
  minutes.onchange = reset;
  dialog.onkeydown = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // In a field the arrows move within the text.
    if (!by || event.target.matches("textarea, input:not([type=checkbox])")) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(by);
  };
  dialog.onclose = () => {
    stop();
    putBack();
    say("");
  };
  dialog.showModal();
  show(Math.max(0, questions.findIndex((those) => !those.some(list.filled))));
  control("next").focus();
}
