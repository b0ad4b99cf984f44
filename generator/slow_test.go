//go:build slow

package generator_test

// slow has tests go on for long, as before a change lands.
const slow = true
