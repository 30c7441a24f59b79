const table = document.getElementById('lage'), body = table.tBodies[0];
const rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
const field = document.getElementById('sok'), count = document.getElementById('antal');
const order = new Intl.Collator('sv', {numeric: true});
const key = (row, i) => row.cells[i].dataset.ordning ?? row.cells[i].textContent.trim();
heads.forEach((head, i) => head.firstChild.addEventListener('click', () => {
  const down = head.getAttribute('aria-sort') === 'ascending';
  heads.forEach((other) => other.removeAttribute('aria-sort'));
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const sign = down ? -1 : 1;
  rows.sort((a, b) => sign * order.compare(key(a, i), key(b, i)));
  body.append(...rows);
}));
field.addEventListener('input', () => {
  const words = field.value.toLocaleLowerCase('sv').split(/\s+/);
  rows.forEach((row) => {
    const told = row.textContent.toLocaleLowerCase('sv');
    row.hidden = !words.every((word) => told.includes(word));
  });
  count.textContent = `${rows.filter((row) => !row.hidden).length} av ${rows.length}`;
});
