package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/queue"
	"rapport/generator/seal"
)

// errNoKey is why sealed answers wait: there is no key here to open them, or no passphrase.
var errNoKey = errors.New("no key")

// open opens the sealed answers that were not taken in before. Where the key or its passphrase is
// missing, they wait.
func (t *taking) open(ctx context.Context, files []queue.File, in intake.Input, asks bool) error {
	var err error
	if in.Taken, err = queue.Known(t.root); err != nil {
		return err
	}
	known := intake.TakenIn(in)
	var sealed []*inbox.Message
	for _, f := range files {
		for i := range f.Messages {
			if m := &f.Messages[i]; m.IsSealed() && !known[m.ID] {
				sealed = append(sealed, m)
			}
		}
	}
	if len(sealed) == 0 {
		return nil
	}
	name, secret, err := t.secret(ctx, len(sealed), asks)
	if err != nil && !errors.Is(err, errNoKey) {
		return err
	}
	waits := fmt.Errorf("it is sealed, and waits for your key; run rapport intake again with the passphrase of %s, or name a file with the secret key with --key", name)
	if name == "" {
		waits = errors.New("it is sealed, and waits for your key, which is not in this workspace; name a file with the secret key with --key")
	}
	decrypt := func(string) ([]byte, error) { return nil, waits }
	if err == nil {
		if decrypt, err = seal.OpenAnswers(secret); err != nil {
			return diag.UsageError{Err: err}
		}
	}
	for _, m := range sealed {
		m.Open(decrypt)
	}
	return nil
}

// secret returns the secret key that opens sealed answers, and the file in which it stands, "" for
// none. The error is errNoKey where there is none, or no passphrase came.
func (t *taking) secret(ctx context.Context, n int, asks bool) (name, secret string, err error) {
	name = path.Join(t.ownKeys(), seal.Provider+".age")
	var file []byte
	if t.key != "" {
		name = t.key
		if file, err = readKey(t.key); err != nil {
			return name, "", usagef("--key: %w", err)
		}
	} else if file, err = t.root.ReadFile(name); errors.Is(err, fs.ErrNotExist) {
		return "", "", errNoKey
	} else if err != nil {
		return name, "", err
	}
	secret, err = seal.Unwrap(file, func() (string, error) {
		if !asks { // the messages stand where the passphrase would
			return "", errNoKey
		}
		fmt.Fprintln(t.env.stderr, sealedAnswers(n, name))
		passphrase, err := t.askPassphrase(ctx)
		if errors.Is(err, errStopped) {
			return "", err
		}
		if err != nil || strings.TrimSpace(passphrase) == "" {
			return "", errNoKey
		}
		return passphrase, nil
	})
	if err != nil && !errors.Is(err, errNoKey) && !errors.Is(err, errStopped) {
		err = usagef("%s: %w; nothing was taken in", name, err)
	}
	return name, secret, err
}

// sealedAnswers says what a passphrase is asked for.
func sealedAnswers(n int, key string) string {
	if n == 1 {
		return "1 answer is sealed. The passphrase of " + key + " opens it; without that it waits."
	}
	return fmt.Sprintf("%d answers are sealed. The passphrase of %s opens them; without that they wait.", n, key)
}
