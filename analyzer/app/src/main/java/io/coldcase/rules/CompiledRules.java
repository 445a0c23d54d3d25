package io.coldcase.rules;

import io.coldcase.finding.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.drools.model.Model;
import org.drools.model.Rule;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;

/**
 * The rules of a compiled model. Wiring a rule into a network costs more than running it on a small
 * case, and most rules read facts that only their fault brings about: a rule is wired when a case
 * has facts of every type that it needs.
 */
final class CompiledRules {
  private final Model model;
  private final Map<Rule, FactTypes> types = new HashMap<>();
  private volatile Wired wired = new Wired(Set.of(), List.of(), List.of());

  /** The network of some rules; the rule base is the only element of {@code base}. */
  private record Wired(Set<Rule> rules, List<FactTypes> types, List<KieBase> base) {}

  CompiledRules(Model model) {
    this.model = model;
    for (Rule r : model.getRules()) {
      types.put(r, FactTypes.of(r));
    }
  }

  /** Rule names and the metadata of each. */
  Map<String, Map<String, Object>> metadata() {
    return model.getRules().stream().collect(Collectors.toMap(Rule::getName, Rule::getMetaData));
  }

  /** Runs all rules that can fire on these facts. */
  void run(List<?> facts, Consumer<Finding> findings) {
    Wired w = wired(facts);
    Map<Class<?>, Boolean> read = new HashMap<>();
    List<Object> useful = new ArrayList<>();
    for (Object fact : facts) {
      if (read.computeIfAbsent(fact.getClass(), c -> FactTypes.anyReads(w.types(), c))) {
        useful.add(fact);
      }
    }
    w.base().forEach(base -> run(base, useful, findings));
  }

  /** The network so far when it has all that these facts need, else one that has. */
  private synchronized Wired wired(List<?> facts) {
    Set<Class<?>> present = new HashSet<>();
    facts.forEach(f -> present.add(f.getClass()));
    Set<Rule> needed = new LinkedHashSet<>();
    for (Rule r : model.getRules()) {
      if (wired.rules().contains(r) || types.get(r).metBy(present)) {
        needed.add(r);
      }
    }
    if (wired.base().isEmpty() || needed.size() > wired.rules().size()) {
      ModelImpl part = new ModelImpl(model.getName());
      part.withRules(List.copyOf(needed)).withQueries(model.getQueries());
      part.withGlobals(model.getGlobals());
      model.getTypeMetaDatas().forEach(part::addTypeMetaData);
      wired =
          new Wired(
              needed,
              needed.stream().map(types::get).toList(),
              List.of(KieBaseBuilder.createKieBaseFromModel(part)));
    }
    return wired;
  }

  static void run(KieBase base, List<?> facts, Consumer<Finding> findings) {
    KieSession session = base.newKieSession();
    try {
      facts.forEach(session::insert);
      session.fireAllRules();
      for (Object o : session.getObjects(Finding.class::isInstance)) {
        findings.accept((Finding) o);
      }
    } finally {
      session.dispose();
    }
  }
}
