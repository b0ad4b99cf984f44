//go:build !slow

package table_test

// slow is set by the build tag of the same name; CONTRIBUTING.md tells when.
const slow = false
