// What is alive at the desk: keys while reviewing, and dragging while arranging. All of it works by links, buttons and
// forms as well.
const review = document.querySelector('[data-desk="review"]');
if (review) {
  const focus = (element) => {
    if (!element) return;
    const fold = element.closest("details");
    if (fold) fold.open = true;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  };
  const go = (key) => review.querySelector(`[data-key="${key}"]`)?.click();
  const acts = {
    j: () => go("j"),
    k: () => go("k"),
    ArrowRight: () => go("j"),
    ArrowLeft: () => go("k"),
    t: () => focus(document.getElementById("desk-tags")),
    s: () => focus(document.getElementById("desk-shortlist")),
    f: () => focus(document.getElementById("flag-reason")),
    "?": () => {
      const keys = document.getElementById("desk-keys");
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    },
  };
  for (const stars of "12345") {
    acts[stars] = () => {
      const choice = review.querySelector(`[data-form="rate"] [name="stars"][value="${stars}"]`);
      if (!choice) return;
      choice.checked = true;
      // A rating needs its reason.
      focus(document.getElementById("rate-reason"));
    };
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]), textarea, select, video, audio, [role=slider]");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    // Arrows choose among ratings, and scroll what scrolls.
    if (event.key.startsWith("Arrow") && event.target.closest("input, [tabindex]:not(main), summary")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

const list = document.querySelector('[data-desk="arrange"]');
if (list) {
  let dragged = null;
  const row = (event) => event.target.closest("[data-place]");
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = row(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
  });
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    for (const item of list.children) item.classList.toggle("is-over", item === row(event));
  });
  list.addEventListener("dragend", () => {
    dragged = null;
    for (const item of list.children) item.classList.remove("is-over");
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const place = row(event)?.dataset.place;
    if (!dragged || !place || place === dragged.dataset.place) return;
    const form = dragged.querySelector("form.steps");
    const to = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: place });
    form.append(to);
    form.submit();
  });
}
