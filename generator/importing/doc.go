// Package importing reads other programs' exports as they are: the time of a time
// tracker, the tickets of a help desk, or any table with columns of its own.
//
// A Rule says which rows of which files are meant, and what their columns hold. Read
// translates these rows into those of a table of ours, which is then read as if
// somebody had written it: times as instants, durations as hours, names as the ids of
// this engagement. What a Program's export looks like is a value, not code: the names
// of its columns under all versions and languages that are documented, and the
// documents that say so.
//
// A row counts once, however many files hold it. Nothing is dropped in silence: what
// no rule places is found, with how often, an example, and the line that
// would place it. A row of somebody else's client is never read where a rule leaves
// the choice open.
package importing
