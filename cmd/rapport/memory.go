package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A build makes much and keeps little: collecting less often takes a quarter of its time away. The
// limit keeps the whole in 120 MB where clients have a hundred reports. What one client needs beyond it is
// still had: the limit then follows what is kept, or collecting would take all the time there is.
const (
	collectAt   = 400 // per cent
	memoryLimit = 92 << 20
	spare       = 32 << 20 // beside what is kept
)

// boundMemory sets the limit, now and after each collection.
func boundMemory() {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(memoryLimit)
	followMemory(memoryLimit)
}

// followMemory looks after the next collection at what is kept. The runtime tells of a
// collection by finalizing what nobody holds.
func followMemory(limit int64) {
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) {
		if next := limitFor(heldBytes()); next != limit {
			limit = next
			debug.SetMemoryLimit(limit)
		}
		followMemory(limit)
	})
}

// limitFor returns the limit under which there is room to work beside what is kept.
func limitFor(kept uint64) int64 {
	const step = 8 << 20 // so that it is not set for nothing
	return max(memoryLimit, (int64(kept)*5/4+spare)/step*step)
}

// heldBytes returns the bytes that the last collection left.
func heldBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
