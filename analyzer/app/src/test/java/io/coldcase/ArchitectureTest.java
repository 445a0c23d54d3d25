package io.coldcase;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The order of packages in this module: one direction, no way back. */
class ArchitectureTest {
  private static final JavaClasses APP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPath(Path.of(mainClasses()));

  private static String mainClasses() {
    return io.coldcase.cli.Main.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  @Test
  void packagesFollowTheFlow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("rules")
        .definedBy("io.coldcase.rules")
        .layer("cause")
        .definedBy("io.coldcase.cause")
        .layer("report")
        .definedBy("io.coldcase.report..")
        .layer("pipeline")
        .definedBy("io.coldcase.pipeline")
        .layer("cli")
        .definedBy("io.coldcase.cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("pipeline")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("pipeline", "cli")
        .whereLayer("cause")
        .mayOnlyBeAccessedByLayers("report", "pipeline", "cli")
        .whereLayer("rules")
        .mayOnlyBeAccessedByLayers("report", "pipeline", "cli")
        .check(APP);
  }

  @Test
  void onlyRulesKnowDrools() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.coldcase.rules")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.kie..", "org.drools..")
        .check(APP);
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.coldcase.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(APP);
  }

  @Test
  void formatsDoNotKnowEachOther() {
    for (String format : new String[] {"text", "json", "markdown", "html"}) {
      noClasses()
          .that()
          .resideInAPackage("io.coldcase.report." + format)
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "belong to another format",
                  c ->
                      c.getPackageName().startsWith("io.coldcase.report.")
                          && !c.getPackageName().equals("io.coldcase.report." + format)))
          .check(APP);
    }
  }

  @Test
  void whatIsPublicIsMeantToBe() {
    classes()
        .that()
        .resideInAPackage("io.coldcase.cli")
        .and()
        .arePublic()
        .should()
        .haveSimpleName("Main")
        .check(APP);
  }
}
