// Package testheap has the process of a test collect garbage as seldom as the program
// does, since tests make much and keep little, too. It is imported for that effect alone.
package testheap

import "runtime/debug"

func init() { debug.SetGCPercent(400) }
