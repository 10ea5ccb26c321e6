// Dark or light: as this person chose on this device, else as the device says. A classic script: it acts before the first paint.
(() => {
  const root = document.documentElement;
  const device = matchMedia('(prefers-color-scheme: light)');

  function chosen() {
    try { return localStorage.getItem('scheme'); } catch { return null; } // storage may be forbidden
  }

  function show() {
    root.dataset.scheme = chosen() ?? (device.matches ? 'light' : 'dark');
    dispatchEvent(new Event('scheme'));
  }

  device.addEventListener('change', show);
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('scheme');
    const name = () => { button.title = button.ariaLabel = root.dataset.scheme === 'dark' ? 'Light colours' : 'Dark colours'; };
    button.addEventListener('click', () => {
      const next = root.dataset.scheme === 'dark' ? 'light' : 'dark';
      try { localStorage.setItem('scheme', next); } catch { root.dataset.scheme = next; }
      show();
    });
    addEventListener('scheme', name);
    name();
  });
  show();
})();
