//go:build slow

package facts

// slow has tests go on for long, as before a change lands.
const slow = true
