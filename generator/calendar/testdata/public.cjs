// Reads codes of places, a line each, and writes for each a line of the days on which
// date-holidays has a public holiday there, or "unknown".
// node public.cjs FOLDER-OF-DATE-HOLIDAYS FIRST-YEAR LAST-YEAR
const [folder, first, last] = [process.argv[2], ...process.argv.slice(3).map(Number)]
const Holidays = require(folder)

const hour = 3600_000

function days(code) {
  const [country, region] = code.toUpperCase().split('-')
  const all = new Holidays()
  const regions = all.getStates(country) || {}
  if (!all.getCountries()[country] || (region && !(region in regions))) return 'unknown'
  all.init(country, region, { types: ['public'] })
  const found = new Set()
  // A holiday of the year before may be made up for in this one, or last into it.
  for (let year = first - 1; year <= last + 1; year++) {
    for (const h of all.getHolidays(year)) {
      if (Number(h.date.slice(11, 13)) >= 12) continue // it begins in the afternoon
      const day = Date.parse(h.date.slice(0, 10) + 'T00:00:00Z')
      const length = Math.max(1, Math.round((h.end - h.start) / (24 * hour))) // days may have 25 hours
      for (let n = 0; n < length; n++) {
        const d = new Date(day + n * 24 * hour).toISOString().slice(0, 10)
        if (Number(d.slice(0, 4)) >= first && Number(d.slice(0, 4)) <= last) found.add(d)
      }
    }
  }
  return [...found].join(' ')
}

require('node:readline').createInterface({ input: process.stdin })
  .on('line', (code) => process.stdout.write(days(code) + '\n'))
