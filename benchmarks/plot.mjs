const width = 760;
const height = 300;
const margin = { left: 64, right: 64, top: 28, bottom: 40 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

const nice = (value) => {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
};

const path = (points, color) =>
  `<polyline fill="none" stroke="${color}" stroke-width="2" points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}"/>`;

const text = (x, y, content, options = '') => `<text x="${x}" y="${y}" ${options}>${content}</text>`;

/** An SVG of two lines over seconds: rows a second on the left axis, megabytes on the right. */
export const plot = ({ title, rates, memory }) => {
  const seconds = Math.max(rates.at(-1)[0], memory.at(-1)[0]);
  const maxRate = nice(Math.max(...rates.map(([, rate]) => rate)));
  const maxMb = 256;
  const x = (s) => margin.left + (s / seconds) * inner.width;
  const y = (share) => margin.top + (1 - share) * inner.height;
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
    text(
      margin.left - 8,
      y(share) + 4,
      Math.round(maxRate * share).toLocaleString('en'),
      'text-anchor="end" fill="#1f6feb"',
    ),
    text(width - margin.right + 8, y(share) + 4, `${Math.round(maxMb * share)} MB`, 'fill="#bf3989"'),
  ]);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    text(x(seconds * share), height - 16, `${Math.round(seconds * share)} s`, 'text-anchor="middle"'),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#444">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
${text(margin.left, 16, title, 'font-size="13" fill="#111"')}
${grid.join('\n')}
${ticks.join('\n')}
${path(
  rates.map(([s, rate]) => [x(s), y(rate / maxRate)]),
  '#1f6feb',
)}
${path(
  memory.map(([s, mb]) => [x(s), y(Math.min(1, mb / maxMb))]),
  '#bf3989',
)}
</svg>
`;
};
