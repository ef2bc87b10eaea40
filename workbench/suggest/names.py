"""Which words are names of persons, so that no suggestion is called after one?

The model's own finder of names takes as long as all other reading together and calls programs and places persons. So:
a proper noun on the list of given names below, what follows one, and what follows a title; and, since a list is never
whole, any proper noun that one person alone uses.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from workbench.model import Segment
    from workbench.suggest.words import Words

TITLES = frozenset("mr mrs ms miss mister dr doctor prof professor sir madam uncle aunt auntie".split())  # noqa: SIM905

GIVEN_NAMES = frozenset(
    """aaron abby abdul abdullah abigail adam adele adrian adriana agnes ahmad ahmed aidan aisha ajay akira alan albert
    alberto alejandra alejandro alessandro alex alexa alexander alexandra alexis alfred ali alice alicia alina aline
    alison allison alma alvin alyssa amanda amber amelia amina amir amit amy ana anand andre andrea andreas andrew
    andy angela angelica angelina angelo anil anita anja anke ann anna annabel anne annette annie anouk anthony antje
    antoine anton antonia antonio anya archie ariana arjun arlene armando arnold art arthur arturo asha ashley astrid
    aurora ava axel ayesha barbara barry bart beatrice beatriz becky belinda ben benjamin bernadette bernard bernd
    bernie beth bethany betsy betty beverly bianca bill billy birgit bjorn bob bobby bonnie boris brad bradley brandon
    brenda brendan brett brian bridget bruce bruno bryan caleb callum calvin cameron camila carl carla carlo carlos
    carmen carol carole caroline carolyn carrie casey cassandra catherine cathy cecilia cedric celia celine cesar
    chandra chang chantal charlene charles charlie charlotte chelsea chen cheryl chiara chloe chris christa christian
    christiane christina christine christof christoph christopher chuck cindy claire clara clare clarence claude
    claudia claus clive colin colleen connie connor conor constance cora craig cristina crystal curtis cynthia daisy
    damian dan dana daniel daniela danielle danny daphne darren dave david dawn dean deborah debbie debra declan deepak
    denis denise dennis derek deirdre diana diane diego dieter dilip dimitri dirk dmitri dolores dominic dominik don
    donald donna dora doris dorothy doug douglas duncan dustin dylan earl eddie edgar edith edna eduardo edward edwin
    eileen elaine eleanor elena eli elias elif elijah elisa elisabeth elise eliza elizabeth ella ellen ellie elsa elsie
    emil emilia emily emma emmanuel enrico enrique eric erica erik erika erin ernest ernesto esra esteban esther ethan
    eugene eva evan eve evelyn fabian fatima fatma faye felicia felix fernanda fernando fiona florence florian
    frances francesca francesco francis francisco francois frank franz fred freddie frederick frederik frida friedrich
    gabriel gabriela gabriele gail gareth gary gavin gemma gene geoff geoffrey george georgia georgina gerald gerard
    gerda gertrude gianni gilbert gina giovanni gisela giulia giuseppe gladys glen glenn gloria gordon grace graham
    greg gregor gregory greta guido guillermo gustavo guy hamid hana hanna hannah hans harold harriet harris harry
    hasan hassan hazel heather hector heidi heike heinrich heinz helen helena helene helga henri henrik henry herbert
    herman hilary hiroshi holly howard hubert hugh hugo hussein ian ibrahim ida ignacio igor ilse imran ines inga
    ingrid irene irina iris irma isaac isabel isabella isabelle ivan ivana ivy jack jackie jacob jacqueline jacques
    jake jakob jamal james jamie jan jana jane janet janice jared jasmin jasmine jason javier jay jean jeanette
    jeanne jeff jeffrey jen jenna jennifer jenny jens jeremy jerome jerry jesse jessica jesus jill jim jimmy jing jo
    joachim joan joanna joanne joaquin jochen jodie joe joel johan johanna johannes john johnny jon jonas jonathan
    jordan jorge jose josef joseph josephine josh joshua joy joyce juan juanita judith judy jules julia julian juliana
    julie juliet julio julius jun june jurgen justin jutta kai kamal karen karim karin karina karl karla kate katharina
    katherine kathleen kathryn kathy katie katja katrin kavita kay keith kelly ken kenneth kenji kerry kerstin kevin
    khalid khan kim kirsten klaus konrad kris kristen kristin kristina kumar kurt kyle lana lara larissa larry lars
    laszlo laura lauren laurence laurent lawrence lea leah lee leila lena leo leon leona leonard leonardo leonie leroy
    leslie lewis lena li liam lila lilian lillian lily lin linda lindsay lindsey ling lisa liz lloyd logan lois lola
    lorenzo loretta lori lorraine louis louisa louise luc luca lucas lucia lucy luigi luis luisa lukas luke lulu luna
    lydia lyn lynda lynn mabel mackenzie maddie madeleine madeline madison magda magdalena maggie mahmoud maja malcolm
    malik mandy manfred manuel manuela marc marcel marcela marcia marco marcos marcus margaret margarita margot maria
    mariam marian mariana marianne marie marilyn marina mario marion marissa marjorie mark marko markus marlene marta
    martha martin martina marvin mary maryam mateo mathias matilda matt matteo matthew matthias maureen maurice max
    maxine may maya mei meera megan mehmet mei-ling melanie melinda melissa mercedes meredith mia michael michaela
    michel michele michelle mick miguel mike mikhail mila mildred miles milos mina ming minh miranda miriam mitchell
    mohamed mohammad mohammed moira molly mona monica monika morgan moritz moses muhammad muriel mustafa nadia nadine
    nancy naomi natalia natalie natasha nathan nathaniel neha neil nelson nick nicholas nico nicola nicolas nicole
    nigel niklas nikolai nils nina nora norbert norma norman oleg olga oliver olivia olivier omar oscar osman otto
    owen pablo pamela paola paolo pascal pat patricia patrick patty paul paula pauline pavel pedro peggy penelope
    penny per perry pete peter petra phil philip philippa philippe phillip phoebe phyllis pia pierre pilar piotr pooja
    priya quentin rachel rafael rahul raj rajesh ralf ralph ramesh ramon randy rashid raul ravi ray raymond rebecca
    regina reinhard renata renate rene reza rhonda ricardo richard rick ricky rita rob robert roberta roberto robin
    rodrigo roger roland rolf roman ron ronald ronnie rory rosa rosalie rose rosemary rosie ross roxanne roy ruben
    rudolf rudy rupert russell ruth ryan sabine sabrina sadie sally salma sam samantha samir samuel sandra sandy
    sanjay santiago sara sarah sasha saskia saul scott sean sebastian selina serena serge sergei sergio seth shane
    shannon sharon shaun sheila shelby shirley siegfried sid sigrid silke silvia simon simona simone siobhan sofia
    sonia sonja sophia sophie stacey stacy stan stanley stefan stefanie stella stephan stephanie stephen steve steven
    stuart sue sunil suresh susan susana susanna susanne susie suzanne svetlana sven sylvia tamara tammy tanja tanya
    tara tariq tatiana ted teresa teri terrence terry tess tessa thea theo theodore theresa therese thomas tiffany tim
    timo timothy tina tobias toby todd tom tomas tommy toni tony tracey tracy travis trevor tristan troy tyler udo ulf
    ulrich ulrike uma ursula ute uwe valentina valeria valerie vanessa vera verena vernon veronica vicky victor
    victoria vijay vikram viktor vincent viola violet virginia vivian vladimir wade wallace walter wanda warren wayne
    wei wendy werner wesley wilhelm will willem william willie winston wolfgang xavier yan yang yasmin yasmine yolanda
    yosef youssef yuki yuri yusuf yvette yvonne zachary zahra zainab zara zoe zoltan""".split()  # noqa: SIM905
)


def names_of_speakers(segments: Iterable["Segment"]) -> frozenset[str]:
    """The labels of those who speak in `segments`, and what the participants are called."""
    return frozenset(name for one in segments for name in (one.speaker, one.participant) if name)


def named_in(doc: "Doc") -> list[str]:
    """Words of `doc` that are names of persons, in lower case: listed ones, and what follows one or a title."""
    found, after = [], False
    for token in doc:
        proper = token.pos_ == "PROPN"
        given = proper and token.lower_ in GIVEN_NAMES  # also where a transcript has no capitals
        if given or (after and proper and token.is_title):
            found.append(token.lower_)
        after = given or token.lower_.rstrip(".") in TITLES
    return found


def private(found: Sequence["Words"], people: Sequence[str], known: Iterable[str] = ()) -> frozenset[str]:
    """Words, in lower case, that no keyword or label may hold.

    Those in `known` (labels and participants), those read as a person's name at least half of the times they are said
    as a proper noun, and, among three people or more, proper nouns of one person alone. `people` says who said each
    of `found`.
    """
    named = Counter(name for one in found for name in one.names)
    proper = Counter(word for one in found for word in one.proper)
    said = Counter(lemma for one in found for lemma, _ in one.lemmas)
    users = defaultdict(set)
    for one, who in zip(found, people, strict=True):
        for lemma, _ in one.lemmas:
            users[lemma].add(who)
    parts = {part.casefold() for name in known for part in re.findall(r"[^\W\d_]{2,}", name)}
    names = {name for name, count in named.items() if 2 * count >= proper[name]}
    several = len(set(people)) >= 3
    lone = {word for word, count in proper.items() if several and len(users[word]) == 1 and 2 * count >= said[word]}
    return frozenset(names | lone | parts)
