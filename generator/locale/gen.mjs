// Writes table.go: how each supported locale writes dates, numbers and money, read
// out of the Intl object of Node. Run it with `go generate` after an update of
// Node, and read the diff: it is CLDR that changed.
//
// A pattern is text with fields in braces:
//   dates   {E} weekday  {d} day  {D} day in two digits  {M} month's name  {y} year
//   clocks  {H} hour of 24 in two digits  {k} hour of 24  {h} hour of 12  {m} minute  {a} am or pm
//   numbers {n} the digits  {c} the currency's symbol

import { writeFileSync } from 'node:fs';

const tags = (
  'en en-AU en-CA en-GB en-IE en-IN en-NZ en-US en-ZA nl nl-BE de de-AT de-CH de-LI de-LU fr fr-BE fr-CA fr-CH fr-LU ' +
  'es es-AR es-CO es-MX it it-CH pt pt-PT pl sv sv-FI da nb fi ja ' +
  'ar bg ca cs el et he hr hu is ko lt lv ro sk sl sr tr uk ur zh'
).split(' ');

// Western digits and the Gregorian calendar everywhere: figures are compared with
// charts, CSV files and the written agreement, which have no others.
const fixed = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' };
const at = (month, day, hour = 0, minute = 0) => new Date(Date.UTC(2026, month, day, hour, minute));

const fields = { weekday: '{E}', day: '{d}', month: '{M}', year: '{y}', currency: '{c}' };
// V8 writes the narrow no-break space of CLDR's dates and clocks as a space, though
// not in formatToParts.
const plain = (text) => text.replaceAll('\u202f', ' ');
const digits = new Set(['integer', 'group', 'decimal', 'fraction']);

function pattern(parts) {
  let out = '';
  for (const { type, value } of parts) {
    if (digits.has(type)) out += out.endsWith('{n}') ? '' : '{n}';
    else if (type === 'day' && value.length > 1) out += '{D}';
    else out += fields[type] ?? value;
  }
  return out;
}

const part = (parts, type) => parts.find((p) => p.type === type)?.value ?? '';
const twelve = [...Array(12).keys()];
const seven = [...Array(7).keys()];

function dates(tag) {
  const format = (options) => new Intl.DateTimeFormat(tag, { ...fixed, ...options });
  const shape = (options) => plain(pattern(format(options).formatToParts(at(9, 2))));
  const names = (options) => twelve.map((m) => part(format(options).formatToParts(at(m, 2)), 'month'));
  const weekdays = (options) => seven.map((d) => part(format(options).formatToParts(at(10, 1 + d)), 'weekday')); // 2026-11-01 is a Sunday
  const full = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' };
  const short = { day: 'numeric', month: 'short' };
  const d = {
    full: shape(full),
    day: shape({ weekday: 'short', day: 'numeric', month: 'long' }),
    long: shape({ day: 'numeric', month: 'long', year: 'numeric' }),
    longDay: shape({ day: 'numeric', month: 'long' }),
    short: shape(short),
    month: shape({ month: 'long', year: 'numeric' }),
    months: names(full),
    monthsShort: names(short),
    monthsAlone: names({ month: 'long', year: 'numeric' }),
    monthsShortAlone: twelve.map((m) => format({ month: 'short' }).format(at(m, 2))),
    weekdays: seven.map((n) => format({ weekday: 'long' }).format(at(10, 1 + n))),
    weekdaysShort: weekdays(full),
  };
  // CLDR 48 has a comma between weekday and day in some British-style dates and none in
  // others, with or without the year; one page should write both alike.
  if (tag.startsWith('en')) for (const key of ['full', 'day']) d[key] = d[key].replace(/^\{E\}, (\{[dD]\})/, '{E} $1');
  return d;
}

function clock(tag) {
  const f = new Intl.DateTimeFormat(tag, { ...fixed, timeStyle: 'short' });
  const hour = part(f.formatToParts(at(9, 2, 9, 5)), 'hour');
  const h12 = f.resolvedOptions().hour12;
  const field = h12 ? '{h}' : hour.length === 2 ? '{H}' : '{k}';
  const names = { hour: field, minute: '{m}', dayPeriod: '{a}' };
  const parts = f.formatToParts(at(9, 2, 9, 5));
  // What stands between a date and a time of day.
  const both = new Intl.DateTimeFormat(tag, { ...fixed, dateStyle: 'medium', timeStyle: 'short' }).format(at(9, 2, 9, 5));
  const date = new Intl.DateTimeFormat(tag, { ...fixed, dateStyle: 'medium' }).format(at(9, 2, 9, 5));
  const time = f.format(at(9, 2, 9, 5));
  if (!both.startsWith(date) || !both.endsWith(time)) throw new Error(`${tag}: "${both}" is not "${date}" then "${time}"`);
  return {
    clock: plain(parts.map(({ type, value }) => names[type] ?? value).join('')),
    am: plain(part(parts, 'dayPeriod')),
    pm: plain(part(f.formatToParts(at(9, 2, 21, 5)), 'dayPeriod')),
    dateClock: both.slice(date.length, both.length - time.length),
  };
}

const currencies = Intl.supportedValuesOf('currency');

function numbers(tag) {
  const format = (options) => new Intl.NumberFormat(tag, { numberingSystem: 'latn', ...options });
  const shape = (options, n) => pattern(format(options).formatToParts(n));
  const money = (currency, more) => ({ style: 'currency', currency, ...more });
  const marks = (parts) => ({
    decimal: part(parts, 'decimal'),
    group: part(parts, 'group'),
  });
  const number = marks(format({}).formatToParts(1234567.5));
  const amount = marks(format(money('EUR')).formatToParts(1234567.5));
  const groups = format({}).formatToParts(123456789).filter((p) => p.type === 'integer').map((p) => p.value.length);
  const symbols = currencies
    .map((code) => [code, part(format(money(code)).formatToParts(1), 'currency')])
    .filter(([code, symbol]) => code !== symbol)
    .map(([code, symbol]) => code + symbol)
    .join('|');
  // A symbol that ends in a letter, as CHF does, stands off from the digits where € touches them.
  const sign = currencies.find((code) => /^\p{Cf}*\p{S}\p{Cf}*$/u.test(part(format(money(code)).formatToParts(1), 'currency'))) ?? 'XQQ';
  return {
    decimal: number.decimal,
    group: number.group,
    moneyDecimal: amount.decimal,
    moneyGroup: amount.group,
    groupSize: groups.at(-1),
    groupSizeNext: groups.at(-2),
    groupFrom: format({}).formatToParts(1234).some((p) => p.type === 'group') ? 4 : 5,
    minus: shape({}, -5),
    percent: shape({ style: 'percent' }, 0.05),
    percentMinus: shape({ style: 'percent' }, -0.05),
    money: shape(money(sign), 5),
    moneyMinus: shape(money(sign), -5),
    moneyCode: shape(money('XQQ'), 5),
    moneyCodeMinus: shape(money('XQQ'), -5),
    symbols,
  };
}

// Units: the pattern of each plural form that whole numbers (hours, minutes) or
// numbers with one decimal (bytes) take, in the order of forms; "other" stands in for
// a form that the language has not.
const forms = ['zero', 'one', 'two', 'few', 'many', 'other'];

function unit(tag, name, steps) {
  const f = new Intl.NumberFormat(tag, { numberingSystem: 'latn', style: 'unit', unit: name, maximumFractionDigits: 1 });
  const rules = new Intl.PluralRules(tag, { maximumFractionDigits: 1 });
  const found = new Map();
  for (const n of steps) {
    const form = rules.select(n);
    if (tag === 'he' && form === 'one' && name.endsWith('byte')) continue; // the unit in front of the figure
    if (!found.has(form)) found.set(form, f.formatToParts(n).map((p) => (digits.has(p.type) ? p : { type: 'literal', value: p.value })));
  }
  const other = pattern(found.get('other') ?? [...found.values()].at(-1));
  return forms.map((form) => (found.has(form) ? pattern(found.get(form)) : other)).join('|');
}

function units(tag) {
  const whole = [...Array(200).keys(), 1000000];
  const tenths = [...whole, ...[...Array(120).keys()].map((n) => n / 10)];
  return {
    hour: unit(tag, 'hour', whole),
    minute: unit(tag, 'minute', whole),
    bytes: ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'].map((u) => unit(tag, u, tenths)),
  };
}

function list(tag) {
  const f = new Intl.ListFormat(tag, { style: 'long', type: 'conjunction' });
  const glue = (items) => f.formatToParts(items).filter((p) => p.type === 'literal').map((p) => p.value);
  const [pair] = glue(['A', 'B']);
  const [comma, , last] = glue(['A', 'B', 'C', 'D']);
  return { listPair: pair, listComma: comma, listLast: last };
}

const quote = (s) => JSON.stringify(s).replace(/[\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u2060-\u206f\u061c]/g, (c) => '\\u' + c.codePointAt(0).toString(16).padStart(4, '0'));

function literal(value) {
  if (Array.isArray(value)) return `[...]string{${value.map(quote).join(', ')}}`.replace('[...]', `[${value.length}]`);
  return typeof value === 'number' ? String(value) : quote(value);
}

function write() {
  let out = `// Code generated by gen.mjs from CLDR ${process.versions.cldr} (ICU ${process.versions.icu}); DO NOT EDIT.\n\npackage locale\n\n`;
  out += `// cldr is the version of CLDR that the table was read from.\nconst cldr = ${quote(process.versions.cldr)}\n\n`;
  out += `var table = [...]data{\n`;
  for (const tag of tags) {
    out += `\t{\n\t\ttag: ${quote(tag)},\n`;
    const all = { ...dates(tag), ...clock(tag), ...numbers(tag), ...units(tag), ...list(tag) };
    for (const [key, value] of Object.entries(all)) out += `\t\t${key}: ${literal(value)},\n`;
    out += `\t},\n`;
  }
  out += `}\n\n`;
  const places = currencies
    .map((c) => [c, new Intl.NumberFormat('en', { style: 'currency', currency: c }).resolvedOptions().maximumFractionDigits])
    .filter(([, n]) => n !== 2);
  out += `// places names the currencies that do not have two decimals, each followed by how many it has.\n`;
  out += `const places = ${quote(places.map(([c, n]) => c + n).join('|'))}\n`;
  writeFileSync('table.go', out);
}

write();
