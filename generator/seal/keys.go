package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"math/big"
	"path"
	"slices"
	"strings"
	"unicode"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/text/unicode/norm"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/source"
)

// KeysFolder is the folder of keys, in a client's folder and in the content's.
const KeysFolder = "keys"

// Provider is the name of the provider's own key in the content's keys folder.
const Provider = "provider"

// EpochFile in a client's keys folder changes when the provider wants a new
// portal's key though nobody left.
const EpochFile = "epoch"

// Words is how many words a passphrase has, of a list of 1,216: 71 bits.
const Words = 7

// wordList is of the long one for passphrases of the Electronic Frontier Foundation
// (https://www.eff.org/dice, CC BY 3.0 US) what can be read out on the telephone and typed on one: words
// of four to eight letters, none of which begins another or is one slip of a finger from it. No two have the
// same consonants by their sound, and no two are forms of one word. These a test holds. By eye and ear words were
// left out that sound like a common one outside the list (symbol, addition), that Britain and America
// spell differently, or that are of illness, drugs, violence, faith, bodies, money troubles or a brand.
//
//go:embed words.txt
var wordList string

// WorkFactor of scrypt, a power of two: 0.3 s here, 0.6 s in a browser, and as much
// for each guess of somebody who has the file.
const WorkFactor = 17

// A Reader is a person who may open a portal.
type Reader struct {
	Name      string        // of the person's files, without the extension
	Recipient string        // age1…
	Wrapped   []byte        // the secret key under a passphrase; nil where the person keeps it
	Until     calendar.Date // the last day on which the key opens what is built; zero for no last day
	At        diag.Position // where that stands, or the whole file
}

// Ended tells whether a person's key opens what is built on a day no more.
func (r Reader) Ended(on calendar.Date) bool { return r.Until != 0 && r.Until < on }

// Slot is the name under which the person's wrapped key is published, a hash of
// the file.
func (r Reader) Slot() string {
	sum := sha256.Sum256(r.Wrapped)
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:10]
}

// Login is what the person writes as name: the person's, and the slot.
func (r Reader) Login() string { return r.Name + "-" + r.Slot() }

// Readers are the persons who may open a portal, in the order of their names, the
// provider last.
type Readers struct {
	People []Reader
	Epoch  string
}

func (r Readers) recipients() []string {
	var all []string
	for _, p := range r.People {
		all = append(all, p.Recipient)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// On returns those who may read what is built on a day.
func (r Readers) On(day calendar.Date) Readers {
	r.People = slices.DeleteFunc(slices.Clone(r.People), func(p Reader) bool { return p.Ended(day) })
	return r
}

// Next is the next day on which fewer may read than on one; zero for none.
func (r Readers) Next(day calendar.Date) (next calendar.Date) {
	for _, p := range r.People {
		if out := p.Until + 1; p.Until >= day && (next == 0 || out < next) && p.Until != 0 {
			next = out
		}
	}
	return next
}

// Find returns the reader of a name.
func (r Readers) Find(name string) (Reader, bool) {
	for _, p := range r.People {
		if p.Name == name {
			return p, true
		}
	}
	return Reader{}, false
}

// ReadKeys reads who may open the portal of a client: the keys in the client's
// folder, and the provider's own. A key that is none is an error.
func ReadKeys(client, provider *source.Tree, problems *diag.List) Readers {
	var all Readers
	for _, f := range client.Files() {
		name, ok := strings.CutPrefix(f.Name, KeysFolder+"/")
		if !ok {
			continue
		}
		if person, ok := strings.CutSuffix(name, ".pub"); ok {
			if r, ok := readKey(client, person, problems); ok {
				all.People = append(all.People, r)
			}
		}
		if name == EpochFile {
			if text, err := client.Read(f.Name); err == nil {
				all.Epoch = strings.TrimSpace(string(text))
			}
		}
	}
	all.People = append(all.People, ReadProviderKey(provider, problems).People...)
	return all
}

// ReadProviderKey reads the provider's own key, if there is one.
func ReadProviderKey(provider *source.Tree, problems *diag.List) (own Readers) {
	if _, ok := provider.Lookup(path.Join(KeysFolder, Provider+".pub")); ok {
		if r, ok := readKey(provider, Provider, problems); ok {
			own.People = append(own.People, r)
		}
	}
	return own
}

// ProviderKey returns the provider's own public key. Of one that can't be read ReadKeys tells.
func ProviderKey(provider *source.Tree) (recipient string, ok bool) {
	if _, ok := provider.Lookup(path.Join(KeysFolder, Provider+".pub")); !ok {
		return "", false
	}
	for _, r := range ReadProviderKey(provider, &diag.List{}).People {
		recipient = r.Recipient
	}
	return recipient, true
}

func readKey(tree *source.Tree, person string, problems *diag.List) (Reader, bool) {
	name := path.Join(KeysFolder, person+".pub")
	at := diag.Position{File: path.Join(tree.Prefix(), name)}
	text, err := tree.Read(name)
	if err != nil {
		problems.Addf(at, BadKey, "the key cannot be read: %v", errors.Unwrap(err))
		return Reader{}, false
	}
	r, fault := parsePublic(string(text), at)
	if fault == nil && person == Provider && r.Until != 0 {
		fault = &publicFault{r.At, errors.New("your own key has no until, since answers are sealed to it; remove this line, and make a new key with rapport key rotate --provider when you want one")}
	}
	if fault != nil {
		problems.Addf(fault.at, BadKey, "%v", fault)
		return Reader{}, false
	}
	r.Name = person
	wrapped := path.Join(KeysFolder, person+".age")
	if _, ok := tree.Lookup(wrapped); ok {
		at := diag.Position{File: path.Join(tree.Prefix(), wrapped)}
		text, err := tree.Read(wrapped)
		if err != nil || !bytes.HasPrefix(text, []byte(Magic+"-> scrypt ")) {
			// Published, a key that is not wrapped would open the portal to everybody.
			problems.Addf(at, BadKey, "the file is not a key under a passphrase; make one with rapport key add, or remove it")
			return Reader{}, false
		}
		r.Wrapped = text
	}
	return r, true
}

// ParseRecipient reads a public key: age1….
func ParseRecipient(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(strings.ToUpper(text), "AGE-SECRET-KEY-") {
		return "", errors.New("this is a secret key, which nobody but its owner should have; write the public one, age1…, and have the owner make a new pair")
	}
	r, err := age.ParseX25519Recipient(text)
	if err != nil {
		return "", errors.New("not a public key of age; write one line that begins with age1, as age-keygen prints it")
	}
	return r.String(), nil
}

// NewReader makes a key for a person, and the passphrase under which it is wrapped.
// The passphrase is nowhere else. The work is WorkFactor, or less where nothing is secret.
func NewReader(name string, work int) (r Reader, passphrase string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return Reader{}, "", err
	}
	all := strings.Fields(wordList)
	words := make([]string, Words)
	for i := range words {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(all))))
		if err != nil {
			return Reader{}, "", err
		}
		words[i] = all[n.Int64()]
	}
	passphrase = Normalise(strings.Join(words, "-"))
	wrapped, err := wrap(identity, passphrase, work)
	if err != nil {
		return Reader{}, "", err
	}
	return Reader{Name: name, Recipient: identity.Recipient().String(), Wrapped: wrapped}, passphrase, nil
}

// NewEpoch returns a word that no portal had.
func NewEpoch() string { return strings.ToLower(rand.Text()) }

func wrap(identity *age.X25519Identity, passphrase string, work int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	recipient.SetWorkFactor(work)
	return encrypt([]byte(identity.String()+"\n"), recipient)
}

// Normalise gives a passphrase the form in which it was used, however it was typed or
// copied: one case, nothing that can't be seen, and a hyphen between words, be it a space,
// a dash, a full stop or the end of a line that stands there. The browser does the same.
func Normalise(passphrase string) string {
	seen := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(passphrase)))
	words := strings.FieldsFunc(seen, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return strings.Join(words, "-")
}

// ErrPassphrase is returned where a passphrase does not open a key.
var ErrPassphrase = errors.New("the passphrase does not open this key")

// Unwrap returns the secret key in a file of age: as it stands, or under a
// passphrase, which is asked for then.
func Unwrap(file []byte, ask func() (string, error)) (string, error) {
	text := file
	if bytes.HasPrefix(file, []byte(armor.Header)) {
		plain, err := io.ReadAll(armor.NewReader(bytes.NewReader(file)))
		if err != nil {
			return "", fmt.Errorf("the key cannot be read: %w", err)
		}
		file = plain
	}
	if bytes.HasPrefix(file, []byte(Magic)) {
		passphrase, err := ask()
		if err != nil {
			return "", err
		}
		identity, err := age.NewScryptIdentity(Normalise(passphrase))
		if err != nil {
			return "", ErrPassphrase
		}
		identity.SetMaxWorkFactor(20)
		plain, err := age.Decrypt(bytes.NewReader(file), identity)
		if err != nil {
			return "", ErrPassphrase
		}
		if text, err = io.ReadAll(plain); err != nil {
			return "", fmt.Errorf("the key cannot be read: %w", err)
		}
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "AGE-SECRET-KEY-1") {
			if _, err := age.ParseX25519Identity(line); err == nil {
				return line, nil
			}
		}
	}
	return "", errors.New("the file holds no key of age; it has a line that begins with AGE-SECRET-KEY-1")
}
