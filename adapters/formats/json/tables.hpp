// The tables of this form: the four types that organisations hand in, what the hub tells them, and
// what surrounds a message.
#pragma once

#include "adapters/formats/json/field.hpp"

namespace adapters::formats::json {

// Targets are the messages of pmm.v1.
extern const object_table aanmelding_table;
extern const object_table signaal_table;
extern const object_table bericht_table;
extern const object_table registermutatie_table;
// Only written.
extern const object_table statusbericht_table;

// What stands beside the content at the top of a message; the target is a decoded_message. A type
// that belongs to no casus has no casus fields, a bericht must have one of them.
extern const object_table transport_table;
extern const object_table casus_transport_table;
extern const object_table bericht_transport_table;

// The casus that content inside another form names; the rest stands around it there.
extern const object_table named_casus_table;
extern const object_table bericht_named_casus_table;

// Parts that more than one type has.
extern const object_table professional_table;
extern const object_table betrokken_organisatie_table;
extern const object_table grondslag_table;
extern const object_table doel_table;

}  // namespace adapters::formats::json
