//go:build slow

package check_test

// slow has tests go on for long, as before a change lands.
const slow = true
