//go:build !slow

package remind

// slow is set by the build tag of the same name; CONTRIBUTING.md tells when.
const slow = false
