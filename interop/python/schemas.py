"""Schemas as JSON: `{"declared": [[name, type], ...], "alignment": 8}`; a type is a name or a schema."""
import pickle

from sharedbuffers import mapped_struct as ms

from values import encode

BUILTINS = {'int': int, 'float': float, 'bool': bool}


class Types:
    """Slot types by name, and the classes of structs that were given one."""

    def __init__(self):
        self.classes = {}
        self.packables = {}

    def define(self, name, schema, code):
        """A struct for `registered:<name>` slots; with a code also for values that carry their type."""
        made = self.classes[name] = type(str(name), (object,), {})
        typecode = None if code is None else bytes([code])
        self.packables[name] = ms.mapped_object.register_schema(made, self.schema(schema), typecode)

    def named(self, name):
        if isinstance(name, dict):
            return ms.mapped_object.register_schema(type('Nested', (object,), {}), self.schema(name), None)
        if name.startswith('registered:'):
            return self.packables[name[len('registered:'):]]
        return BUILTINS.get(name) or getattr(ms, name)

    def schema(self, spec):
        slots = {name: self.named(type_name) for name, type_name in spec['declared']}
        made = ms.Schema.from_typed_slots(slots, alignment=spec.get('alignment', 8))
        if spec.get('user_data') is not None:
            made.set_user_data(spec['user_data'])
        return made


def describe(schema, enclosing=()):
    """What a schema says, nested ones included; one that encloses itself is described as how far out it lies."""
    if schema in enclosing:
        return {'enclosing': len(enclosing) - enclosing.index(schema)}
    state = schema.__getstate__()

    def type_name(slot):
        typ = state['slot_types'][slot]
        if isinstance(typ, ms.mapped_object_with_schema):
            return describe(typ.schema, enclosing + (schema,))
        return typ.__name__

    return {
        'declared': [[slot, type_name(slot)] for slot in state['slot_types']],
        'stored': list(state['slot_keys']),
        'alignment': state['alignment'],
        'version': state['version'],
        'user_data': encode(schema.user_data),
    }


def load(pickled):
    schema = pickle.loads(pickled)
    if not isinstance(schema, ms.Schema):
        raise TypeError('not a Schema but a %s' % type(schema).__name__)
    return schema
