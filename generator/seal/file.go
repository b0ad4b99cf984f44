package seal

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"path"
	"strings"
	"sync"

	"filippo.io/age"

	"rapport/generator/output"
)

// Magic is what every file of age begins with.
const Magic = "age-encryption.org/v1\n"

// A head is the first line of a sealed file.
type head struct {
	Path   string `json:"path"`           // in the portal's folder
	Type   string `json:"type"`           // media type
	Size   int64  `json:"size"`           // bytes of the body
	Packed int64  `json:"packed"`         // bytes that stand for it
	Gzip   bool   `json:"gzip,omitempty"` // how they do
	Sum    string `json:"sum"`            // of the body, which the index of the build has as well
}

// maxHead bounds the first line, in bytes.
const maxHead = 16 << 10

// held is the size in bytes up to which a file is packed and sealed in memory.
// Larger ones are pictures, films and archives, which gzip hardly shrinks: they
// are sealed as they are, in one pass.
const held = 4 << 20

// types are the media types of files by their extension. The machine's own table
// would make the bytes depend on the machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".xml": "application/atom+xml; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".woff2": "font/woff2", ".zip": "application/zip",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/wav", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".flac": "audio/flac",
	".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
}

func mediaType(name string) string {
	if t := types[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}

// pad returns the length to which n bytes are padded: PADMÉ (Nikitin and others,
// "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
// 2019), which adds at most 12% and leaves of a length of up to L bytes no more
// than O(log log L) bits to be seen.
func pad(n int64) int64 {
	if n < 2 {
		return n
	}
	e := bits.Len64(uint64(n)) - 1
	mask := int64(1)<<(e-bits.Len(uint(e))) - 1
	return (n + mask) &^ mask
}

// packers pack at the least level: the default makes pages a sixth smaller, and costs
// as much as all the rest of sealing.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // there is such a level
	}
	return w
}}

// pack returns what stands for a file in its sealed form, without the padding.
func pack(name, sum string, body []byte) ([]byte, error) {
	var packed bytes.Buffer
	packed.Grow(len(body)/2 + 64)
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&packed)
	w.Write(body) // into memory
	if err := w.Close(); err != nil {
		return nil, err
	}
	h := head{Path: name, Type: mediaType(name), Size: int64(len(body)), Packed: int64(packed.Len()), Gzip: true, Sum: sum}
	if packed.Len() >= len(body) {
		h.Packed, h.Gzip = h.Size, false
		packed = *bytes.NewBuffer(body)
	}
	line, err := h.line()
	if err != nil {
		return nil, err
	}
	return append(line, packed.Bytes()...), nil
}

func (h head) line() ([]byte, error) {
	line, err := json.Marshal(h)
	if err == nil && len(line) >= maxHead {
		err = errors.New("the path is too long to be sealed")
	}
	return append(line, '\n'), err
}

// sealBody seals a file that is held in memory.
func sealBody(name, sum string, body []byte, to age.Recipient) ([]byte, error) {
	plain, err := pack(name, sum, body)
	if err != nil {
		return nil, err
	}
	return encrypt(append(plain, make([]byte, pad(int64(len(plain)))-int64(len(plain)))...), to)
}

// sealStream seals a file that is too big to hold.
func sealStream(w io.Writer, file *output.File, sum string, to age.Recipient) error {
	from, err := file.From()
	if err != nil {
		return err
	}
	defer from.Close()
	line, err := head{Path: file.Name, Type: mediaType(file.Name), Size: file.Size, Packed: file.Size, Sum: sum}.line()
	if err != nil {
		return err
	}
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return err
	}
	if _, err := sealed.Write(line); err != nil {
		return err
	}
	n, err := io.Copy(sealed, from)
	if err != nil {
		return err
	}
	if n != file.Size {
		return errors.New("the file changed while it was read; build again")
	}
	plain := int64(len(line)) + n
	if _, err := io.CopyN(sealed, zeros{}, pad(plain)-plain); err != nil {
		return err
	}
	return sealed.Close()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// open writes the body of a sealed file to w, and returns its head. What was
// written counts only where there is no error: a file that was cut short is
// found out at its end.
func open(w func(head) (io.Writer, error), sealed io.Reader, identity age.Identity) error {
	plain, err := age.Decrypt(sealed, identity)
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(plain, maxHead)
	line, err := r.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("the file has no head: %w", err)
	}
	var h head
	if err := json.Unmarshal(line, &h); err != nil || h.Size < 0 || h.Packed < 0 {
		return errors.New("the file's head cannot be read")
	}
	to, err := w(h)
	if err != nil {
		return err
	}
	packed := io.LimitReader(r, h.Packed)
	body := packed
	if h.Gzip {
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return err
		}
		body = unpacked
	}
	n, err := io.Copy(to, io.LimitReader(body, h.Size+1))
	if err != nil {
		return err
	}
	if n != h.Size {
		return fmt.Errorf("the file has not the %d bytes that its head says", h.Size)
	}
	_, err = io.Copy(io.Discard, r)
	return err
}
