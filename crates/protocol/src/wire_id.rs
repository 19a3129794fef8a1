//! Serde for the domain's identifiers, which know nothing of serde: their printed form is the wire form.

macro_rules! wire {
    ($module:ident, $id:ident) => {
        pub mod $module {
            use serde::{Deserialize, Deserializer, Serializer};
            use suar_domain::id::$id;
            use uuid::Uuid;

            pub fn serialize<S: Serializer>(id: &$id, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(id)
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$id, D::Error> {
                Uuid::deserialize(deserializer).map($id::from_uuid)
            }
        }
    };
}

wire!(stream, StreamId);
wire!(device, DeviceId);
