//go:build slow

package effort

func init() { Slow = true }
