//! Other engines: the same rules, compiled once, over the same cases.
//!
//! Binding a case is measured alone and taken off: a program that keeps its cases in such an engine's own values would
//! not pay it again.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::{Arc, Mutex, PoisonError};

use bumpalo::Bump;
use datalogic_rs::{ArenaExt, CustomOperator, DataValue, Engine, operator};
use serde_json::{Map, Value};
use zen_expression::scope::Scope;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;

use crate::emit;
use crate::engine::Failure;
use crate::ruleset::rules;

/// A case as these engines take it.
pub type Json = Map<String, Value>;

/// An engine with the rules in it.
pub trait Peer {
    /// Binds a case and drops it.
    fn bind(&mut self, case: &Json);
    /// Binds and evaluates a case; the rules that hold, one bit each.
    ///
    /// # Errors
    /// A rule gives an error or no truth value.
    fn eval(&mut self, case: &Json) -> Result<u128, Failure>;
}

/// Name of each engine, its share of the cases, and how to build it.
pub type Builder = fn() -> Result<Box<dyn Peer>, Failure>;

/// All engines.
pub const ALL: [(&str, Builder); 3] = [
    ("datalogic-rs", || Ok(Box::new(DataLogic::new()?))),
    ("cel", || Ok(Box::new(Cel::new()?))),
    ("zen-expression", || Ok(Box::new(Zen::new()?))),
];

/// Patterns for JSONLogic, compiled once: it has none of its own.
#[derive(Default)]
struct Patterns(Mutex<HashMap<String, regex::Regex>>);

impl CustomOperator for Patterns {
    fn evaluate<'a>(
        &self,
        arguments: &[&'a DataValue<'a>],
        _: &mut operator::EvalContext<'_, 'a>,
        arena: &'a Bump,
    ) -> datalogic_rs::Result<&'a DataValue<'a>> {
        let text = |place: usize| arguments.get(place).and_then(|each| each.as_str());
        let (text, pattern) = (text(0).unwrap_or_default(), text(1).unwrap_or_default());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(pattern) {
            return Ok(arena.bool(found.is_match(text)));
        }
        let holds = regex::Regex::new(pattern).is_ok_and(|compiled| {
            let holds = compiled.is_match(text);
            known.insert(pattern.to_owned(), compiled);
            holds
        });
        Ok(arena.bool(holds))
    }
}

struct DataLogic {
    engine: Engine,
    rules: Vec<datalogic_rs::Logic>,
    arena: Bump,
}

impl DataLogic {
    fn new() -> Result<Self, Failure> {
        let engine = Engine::builder()
            .add_operator("rx", Patterns::default())
            .build();
        let rules = rules().into_iter().map(|rule| {
            let text = emit::json_logic(&rule).to_string();
            Ok(engine.compile(text.as_str())?)
        });
        let rules = rules.collect::<Result<_, Failure>>()?;
        let arena = Bump::new();
        Ok(Self {
            engine,
            rules,
            arena,
        })
    }
}

impl Peer for DataLogic {
    fn bind(&mut self, case: &Json) {
        self.arena.reset();
        let case = Value::Object(case.clone());
        black_box(DataValue::from_serde_value_in(&case, &self.arena));
    }

    fn eval(&mut self, case: &Json) -> Result<u128, Failure> {
        self.arena.reset();
        let arena = &self.arena;
        let case = Value::Object(case.clone());
        let case: &DataValue<'_> = arena.alloc(DataValue::from_serde_value_in(&case, arena));
        let mut fired = 0;
        for (place, rule) in self.rules.iter().enumerate() {
            let truth = self.engine.evaluate(rule, case, arena)?;
            fired |= u128::from(truth.as_bool().ok_or("no truth value")?) << place;
        }
        Ok(fired)
    }
}

struct Cel {
    rules: Vec<cel::Program>,
    env: Arc<cel::Env>,
}

impl Cel {
    fn new() -> Result<Self, Failure> {
        let rules = rules();
        let rules = rules
            .iter()
            .map(|rule| Ok(cel::Program::compile(&emit::expression(rule, &emit::CEL))?));
        Ok(Self {
            rules: rules.collect::<Result<_, Failure>>()?,
            env: Arc::new(cel::Env::stdlib()),
        })
    }

    fn context(&self, case: &Json) -> cel::Context<'static, 'static> {
        let mut context = cel::Context::with_env(Arc::clone(&self.env));
        for (field, value) in case {
            context.add_variable_from_value(field.as_str(), cel_value(value));
        }
        context
    }
}

fn cel_value(value: &Value) -> cel::Value {
    match value {
        Value::Null | Value::Object(_) => cel::Value::Null,
        Value::Bool(value) => cel::Value::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => cel::Value::Int(whole),
            None => cel::Value::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => cel::Value::String(Arc::new(text.clone())),
        Value::Array(values) => {
            cel::Value::List(values.iter().map(cel_value).collect::<Vec<_>>().into())
        }
    }
}

impl Peer for Cel {
    fn bind(&mut self, case: &Json) {
        black_box(self.context(case));
    }

    fn eval(&mut self, case: &Json) -> Result<u128, Failure> {
        let context = self.context(case);
        let mut fired = 0;
        for (place, rule) in self.rules.iter().enumerate() {
            match rule.execute(&context) {
                Ok(cel::Value::Bool(truth)) => fired |= u128::from(truth) << place,
                Ok(_) => return Err("no truth value".into()),
                Err(error) => return Err(error.to_string().into()),
            }
        }
        Ok(fired)
    }
}

struct Zen {
    rules: Vec<zen_expression::Expression<zen_expression::expression::Standard>>,
    machine: VM,
}

impl Zen {
    fn new() -> Result<Self, Failure> {
        let rules = rules();
        let rules = rules.iter().map(|rule| {
            let text = emit::expression(rule, &emit::ZEN);
            zen_expression::compile_expression(&text).map_err(|error| error.to_string().into())
        });
        Ok(Self {
            rules: rules.collect::<Result<_, Failure>>()?,
            machine: VM::new(),
        })
    }
}

impl Peer for Zen {
    fn bind(&mut self, case: &Json) {
        black_box(Scope::new(Variable::from(Value::Object(case.clone()))));
    }

    fn eval(&mut self, case: &Json) -> Result<u128, Failure> {
        let scope = Scope::new(Variable::from(Value::Object(case.clone())));
        let mut fired = 0;
        for (place, rule) in self.rules.iter().enumerate() {
            match rule.evaluate_with_scope(&scope, &mut self.machine) {
                Ok(Variable::Bool(truth)) => fired |= u128::from(truth) << place,
                Ok(_) => return Err("no truth value".into()),
                Err(error) => return Err(error.to_string().into()),
            }
        }
        Ok(fired)
    }
}
