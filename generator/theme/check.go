package theme

import (
	"bytes"
	"math/rand/v2"
	"reflect"
)

// samples is how often a model is filled by chance; enough for each branch of
// a layout to be taken and not taken, whatever stands around it.
const samples = 24

// Check renders a layout with models of the given one's types: as it is, with
// every field filled, with none, and with fields filled by chance (always the
// same chance). So a field that a layout misspells is found even where this
// model would not have led there. An interface's value decides its type.
func (t *Theme) Check(layout string, model any) error {
	buf := new(bytes.Buffer)
	check := func(data any) error {
		buf.Reset()
		return t.Render(buf, layout, "", data)
	}
	if err := check(model); err != nil {
		return err
	}
	if model == nil {
		return nil
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for i := range samples {
		filled := reflect.New(reflect.TypeOf(model)).Elem()
		fill(filled, reflect.ValueOf(model), func() bool { return i == 0 || i > 1 && chance.IntN(2) == 0 })
		if err := check(filled.Interface()); err != nil {
			return err
		}
	}
	return nil
}

// fill sets v to something of its type; like holds the values of interfaces,
// and of pointers that everything hangs from.
func fill(v, like reflect.Value, yes func() bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if like.IsValid() && !like.IsNil() {
			like = like.Elem()
		} else {
			like = reflect.Value{}
			if !yes() {
				return
			}
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), like, yes)
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			var inner reflect.Value
			if like.IsValid() {
				inner = like.Field(i)
			}
			fill(v.Field(i), inner, yes)
		}
	case reflect.Interface:
		if like.IsValid() && !like.IsNil() {
			inner := reflect.New(like.Elem().Type()).Elem()
			fill(inner, like.Elem(), yes)
			v.Set(inner)
		}
	case reflect.Slice:
		if yes() {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				fill(v.Index(i), reflect.Value{}, yes)
			}
		}
	case reflect.String:
		if yes() {
			v.SetString("x")
		}
	case reflect.Bool:
		v.SetBool(yes())
	case reflect.Int:
		if yes() {
			v.SetInt(1)
		}
	}
}
