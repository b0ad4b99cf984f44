//go:build race

package effort

func init() { Race = true }
