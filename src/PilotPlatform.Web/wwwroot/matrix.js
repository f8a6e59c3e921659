// The matrix by keyboard, and a cell that opens its decision where one is. Without this every cell is a link.
(() => {
  const region = document.querySelector('.matrix');
  if (!region) return; // a filter was refused
  const rows = [...region.querySelectorAll('tbody tr:not(.group)')].map(row => [...row.querySelectorAll('a')]);
  const home = () => rows[0]?.[0];
  let here = home();

  for (const link of rows.flat()) link.tabIndex = -1;
  if (here) here.tabIndex = 0;

  const goTo = link => {
    if (!link) return;
    here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
    here.focus();
    here.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const place = link => {
    const row = rows.findIndex(cells => cells.includes(link));
    return [row, row < 0 ? -1 : rows[row].indexOf(link)];
  };

  region.addEventListener('keydown', event => {
    const [row, column] = place(event.target);
    if (event.altKey || event.metaKey || row < 0) return;
    const page = 10;
    const last = rows.length - 1;
    const to = (event.ctrlKey ? { Home: [0, 0], End: [last, rows[last].length - 1] } : {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [Math.max(0, row - page), column], PageDown: [Math.min(last, row + page), column],
      Home: [row, 0], End: [row, rows[row].length - 1],
    })[event.key];
    if (!to) return;
    event.preventDefault();
    goTo(rows[to[0]]?.[to[1]]);
  });

  const dialog = document.createElement('dialog');
  dialog.className = 'opened';
  dialog.setAttribute('aria-labelledby', 'opened-title');
  document.body.append(dialog);
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => here?.focus());

  const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);

  region.addEventListener('click', async event => {
    const link = event.target.closest('tbody td a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
    try {
      const answer = await fetch(link.href, { headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const decision = page.getElementById(new URL(link.href).hash.slice(1));
      const text = page.querySelector('#text + .passage');
      if (!decision) throw new Error('no decision');
      decision.removeAttribute('id');
      for (const part of decision.querySelectorAll('details')) part.open = true;
      const common = page.getElementById('common');
      const title = element('h2', `${page.querySelector('h1').textContent} · ${region.dataset.decision}`, { id: 'opened-title', tabIndex: -1, autofocus: true });
      const closing = className => {
        const close = element('button', region.dataset.close, { type: 'button', className: 'button' });
        close.addEventListener('click', () => dialog.close());
        const bar = element('p', '', { className });
        bar.append(close);
        return bar;
      };
      const bar = closing('actions');
      bar.prepend(element('a', region.dataset.whole, { href: link.href }));
      dialog.replaceChildren(closing('at-once'), title, ...(text ? [text] : []), decision, ...(common ? [common] : []), bar);
      dialog.showModal();
      dialog.scrollTop = 0;
    } catch {
      location.href = link.href;
    }
  });
})();
