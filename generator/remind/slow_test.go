//go:build slow

package remind

// slow has tests go on for long, as before a change lands.
const slow = true
