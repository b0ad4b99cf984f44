// Formats the samples on its standard input (JSON) with Intl, for the test that
// compares the package with it.

import { readFileSync } from 'node:fs';

const input = JSON.parse(readFileSync(0, 'utf8'));
const fixed = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' };
const latn = { numberingSystem: 'latn' };
const forms = {
  date: { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
  day: { weekday: 'short', day: 'numeric', month: 'long' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  monthShort: { month: 'short' },
  weekday: { weekday: 'long' },
};
const decimals = (s) => (s.split('.')[1] ?? '').length;

const output = {};
for (const tag of input.tags) {
  const out = (output[tag] = {});
  const days = input.days.map((d) => new Date(d + 'T00:00:00Z'));
  for (const [name, options] of Object.entries(forms)) {
    const f = new Intl.DateTimeFormat(tag, { ...fixed, ...options });
    out[name] = days.map((d) => f.format(d));
  }
  const clock = new Intl.DateTimeFormat(tag, { ...fixed, timeStyle: 'short' });
  out.clock = input.minutes.map((m) => clock.format(new Date(Date.UTC(2026, 9, 2, 0, m))));
  const number = (s, options) => {
    const places = decimals(s);
    return { ...latn, ...options, minimumFractionDigits: places, maximumFractionDigits: places };
  };
  out.number = input.numbers.map((s) => new Intl.NumberFormat(tag, number(s)).format(s));
  out.percent = input.numbers.map((s) => new Intl.NumberFormat(tag, number(s, { style: 'percent' })).format(s + 'e-2'));
  out.money = input.money.map(([amount, currency]) => {
    const own = new Intl.NumberFormat(tag, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    const places = Math.max(own, decimals(amount.replace(/0+$/, '')));
    const options = { ...latn, style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' };
    return new Intl.NumberFormat(tag, { ...options, minimumFractionDigits: own, maximumFractionDigits: places }).format(amount);
  });
  const unit = (name, n) => new Intl.NumberFormat(tag, { ...latn, style: 'unit', unit: name }).format(n);
  out.hours = input.lengths.map((m) => {
    const parts = [];
    if (m >= 60) parts.push(unit('hour', Math.floor(m / 60)));
    if (m % 60 || m < 60) parts.push(unit('minute', m % 60));
    return parts.join(' ');
  });
  out.megabytes = input.tenths.map((n) => unit('megabyte', n / 10));
  const list = new Intl.ListFormat(tag, { style: 'long', type: 'conjunction' });
  out.list = input.lists.map((items) => list.format(items));
  const rules = new Intl.PluralRules(tag);
  out.count = input.counts.map((n) => rules.select(n));
}
console.log(JSON.stringify({ cldr: process.versions.cldr, formats: output }));
