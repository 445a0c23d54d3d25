package io.coldcase;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.coldcase.assemble.Assembler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each package of core may know of the others: one direction, from bundle to fact. */
class CoreArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPath(
              Path.of(
                  Assembler.class.getProtectionDomain().getCodeSource().getLocation().getPath()));

  /**
   * A pod's network namespace is told in the words of these tools, so its parser is made of theirs.
   */
  private static final Set<String> PARTS_OF_NETNS = Set.of("counters", "ip", "resolv", "ss");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net      | net",
        "diag     | diag",
        "finding  | finding diag",
        "bundle   | bundle diag",
        "capture  | capture net diag",
        "model    | model bundle capture net diag",
        "sim      | sim model bundle net diag",
        "parse    | parse model bundle capture net diag",
        "assemble | assemble parse model bundle capture net diag",
        "fact     | fact finding sim model bundle capture net diag"
      })
  void packagesFollowTheFlow(String name, String mayKnow) {
    List<String> allowed = new ArrayList<>();
    for (String p : mayKnow.split(" ")) {
      allowed.add("io.coldcase." + p + "..");
    }
    classes()
        .that()
        .resideInAPackage("io.coldcase." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.coldcase..")
                .or(resideInAnyPackage(allowed.toArray(String[]::new))))
        .check(CORE);
  }

  @Test
  void allPackagesAreNamedAbove() {
    Set<String> names = new TreeSet<>();
    for (JavaClass c : CORE) {
      names.add(c.getPackageName().replace("io.coldcase.", "").split("\\.")[0]);
    }
    assertThat(names)
        .containsExactly(
            "assemble",
            "bundle",
            "capture",
            "diag",
            "fact",
            "finding",
            "model",
            "net",
            "parse",
            "sim");
  }

  /** Parsers make the model's values, but do not ask the model. */
  @Test
  void parsersDoNotKnowTheCluster() {
    noClasses()
        .that()
        .resideInAPackage("io.coldcase.parse..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.coldcase.model")
        .check(CORE);
  }

  @Test
  void noSourceFormatKnowsAnother() {
    Set<String> formats = new TreeSet<>();
    for (JavaClass c : CORE) {
      if (c.getPackageName().startsWith("io.coldcase.parse.")) {
        formats.add(c.getPackageName().substring("io.coldcase.parse.".length()));
      }
    }
    for (String from : formats) {
      for (String to : formats) {
        if (!from.equals(to) && !(from.equals("netns") && PARTS_OF_NETNS.contains(to))) {
          noClasses()
              .that()
              .resideInAPackage("io.coldcase.parse." + from)
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.coldcase.parse." + to)
              .check(CORE);
        }
      }
    }
  }

  @Test
  void coreKnowsNoRulesAndPrintsNothing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.kie..", "org.drools..")
        .check(CORE);
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CORE);
  }
}
