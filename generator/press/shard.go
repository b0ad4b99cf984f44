package press

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// A Shard is the part of all clients that one machine of several looks after. The zero Shard is all of
// them.
type Shard struct {
	Index int `json:"index"` // from 1
	Of    int `json:"of"`
}

// maxShards is more than anybody has machines.
const maxShards = 100_000

// ParseShard reads 2/16.
func ParseShard(text string) (Shard, error) {
	index, of, _ := strings.Cut(text, "/")
	i, errIndex := strconv.Atoi(index)
	n, errOf := strconv.Atoi(of)
	if errIndex != nil || errOf != nil || i < 1 || i > n || n > maxShards {
		return Shard{}, fmt.Errorf("%q is no shard; write which and of how many, from 1/16 to 16/16", text)
	}
	return Shard{i, n}, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Has tells whether a client falls to the shard. Which one that is depends on the client's id and
// the number of shards alone: a new client moves no other, and one shard more takes from each of
// the others what it gets, and moves no more.
func (s Shard) Has(id string) bool { return s.Of == 0 || shardOf(id, s.Of) == s.Index }

// shardOf is the number of the shard, of so many, that a client falls to. It is the jump hash of
// Lamping and Veach (arXiv 1406.2294).
func shardOf(id string, shards int) int {
	sum := sha256.Sum256([]byte(id))
	key := binary.BigEndian.Uint64(sum[:])
	at, next := 0, 0
	for next < shards {
		at = next
		key = key*2862933555777941757 + 1
		next = int(float64(at+1) * (float64(1<<31) / float64(key>>33+1)))
	}
	return at + 1
}
