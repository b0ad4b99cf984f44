package seal

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// AgeScript is the program that seals and opens in a browser, as pages load it that seal what is
// answered on them.
func AgeScript() []byte {
	body, err := web.ReadFile("web/age.js")
	if err != nil {
		panic(err) // it is embedded
	}
	return body
}

// Limits of sealed answers.
const (
	maxAnswer     = 256 << 10 // bytes, in the clear
	maxRecipients = 8         // of one, since each is tried; a page names one
)

// Why an answer does not open.
var (
	errNotToUs = errors.New("it is sealed to another key; if it is an old one of yours, name its file with --key")
	errChanged = errors.New("its sealed answer was cut off or changed on the way; ask for it again, as a file")
)

// OpenAnswers returns what opens sealed answers, in their armour, with the provider's secret key.
func OpenAnswers(secret string) (func(armour string) ([]byte, error), error) {
	identity, err := age.ParseX25519Identity(secret)
	if err != nil {
		return nil, errors.New("not a secret key of age; it begins with AGE-SECRET-KEY-1")
	}
	return func(armoured string) ([]byte, error) {
		sealed, err := io.ReadAll(io.LimitReader(armor.NewReader(strings.NewReader(armoured)), maxAnswer))
		if err != nil || !bytes.HasPrefix(sealed, []byte(Magic)) {
			return nil, errChanged
		}
		head, _, _ := bytes.Cut(sealed, []byte("\n--- "))
		if bytes.Count(head, []byte("\n-> ")) > maxRecipients {
			return nil, errNotToUs
		}
		plain, err := age.Decrypt(bytes.NewReader(sealed), identity)
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return nil, errNotToUs
		}
		if err != nil {
			return nil, errChanged
		}
		said, err := io.ReadAll(plain)
		if err != nil {
			return nil, errChanged
		}
		return said, nil
	}, nil
}
