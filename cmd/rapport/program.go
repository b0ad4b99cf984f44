package main

import (
	"bytes"
	"crypto/sha256"
	endian "encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"rapport/generator"
)

// remembers adds the flag of commands that remember what they did.
func (c *common) remembers(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.noCache, "no-cache", false, "believe nothing that .rapport/ remembers of the run before: read and make all anew")
}

func (c *common) remembering() generator.Remembering {
	id, err := binary()
	if err != nil {
		return generator.Remembering{} // it can't be read: then nothing is remembered
	}
	return generator.Remembering{Binary: id, NoCache: c.noCache}
}

// binary tells this program from any other, also from those of its version: by the name that the linker
// gave it, which follows from all that is in it, or else by its bytes.
var binary = sync.OnceValues(func() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return "", err
	}
	sum := sha256.New()
	if id := buildID(head[:n]); id != "" {
		fmt.Fprintf(sum, "build ID %q", id)
	} else if _, err := io.Copy(sum, io.MultiReader(bytes.NewReader(head[:n]), file)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
})

// buildID finds the build ID in the head of a program, as cmd/go leaves it there: in a note of
// ELF files, and between quotes in others. It is "" where none is found.
func buildID(head []byte) string {
	const note = "\x04\x00\x00\x00Go\x00\x00" // its type and whose it is; its length stands before
	if i := bytes.Index(head, []byte(note)); i >= 4 {
		length := int(endian.LittleEndian.Uint32(head[i-4:]))
		if start := i + len(note); length > 0 && length < 1<<10 && start+length <= len(head) {
			return string(head[start : start+length])
		}
	}
	_, rest, found := bytes.Cut(head, []byte("\xff Go build ID: \""))
	id, _, ended := bytes.Cut(rest, []byte("\"\n \xff"))
	if !found || !ended {
		return ""
	}
	return string(id)
}
