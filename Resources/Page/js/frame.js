// One drawing loop for all canvases: at most the display's rate, nothing at all for what is unchanged, off screen or hidden.
const views = [];
let asked = false;

function draw() {
  asked = false;
  for (const view of views) {
    if (!view.isDirty || !view.isSeen || view.width === 0) continue;
    view.isDirty = false;
    view.context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    view.draw(view.context, view.width, view.height, view.ratio);
  }
}

function ask() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(draw);
}

/** The size of the page's own type in pixels, for words on canvases. */
export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Lets `paint(context, width, height, ratio)` draw a canvas, in CSS pixels; the function returned asks for that. */
export function drawn(id, paint) {
  const canvas = document.getElementById(id);
  const view = { context: canvas.getContext('2d'), draw: paint, isDirty: true, isSeen: false, width: 0, height: 0, ratio: 1 };
  views.push(view);
  const changed = () => { view.isDirty = true; if (view.isSeen) ask(); };

  new ResizeObserver(([entry]) => {
    view.ratio = Math.min(devicePixelRatio || 1, 2.5);
    view.width = Math.floor(entry.contentRect.width);
    view.height = Math.floor(entry.contentRect.height);
    canvas.width = Math.round(view.width * view.ratio);
    canvas.height = Math.round(view.height * view.ratio);
    changed();
  }).observe(canvas);
  new IntersectionObserver(([entry]) => { view.isSeen = entry.isIntersecting; changed(); }).observe(canvas);
  addEventListener('scheme', changed);
  return changed;
}
