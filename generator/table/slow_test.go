//go:build slow

package table_test

// slow has tests go on for long, as before a change lands.
const slow = true
